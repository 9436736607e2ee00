namespace Switchyard.Gateway.Health;

/// <summary>A probe that anybody may ask for: one runs at a time, and its finding counts for a while.</summary>
/// <param name="freshness">For how long.</param>
/// <param name="clock">Where time comes from.</param>
internal sealed class SharedProbe<T>(TimeSpan freshness, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private Task<T>? _probe;
    private long _probedAt;

    /// <summary>Probes, or answers with what was just found.</summary>
    /// <param name="probe">Finds out; shared by all who ask meanwhile, so that none of them may cancel it.</param>
    /// <param name="cancellation">The asker went away.</param>
    public async ValueTask<T> GetAsync(Func<Task<T>> probe, CancellationToken cancellation)
    {
        Task<T> current;
        lock (_gate)
        {
            if (_probe is null || (_probe.IsCompleted && clock.GetElapsedTime(_probedAt) >= freshness))
            {
                _probe = probe();
                _probedAt = clock.GetTimestamp();
            }

            current = _probe;
        }

        return await current.WaitAsync(cancellation);
    }
}
