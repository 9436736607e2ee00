namespace Switchyard.Client.Workers;

/// <summary>The free slots of a worker that asks for jobs: each is asked for once, by one request. Thread-safe.</summary>
internal sealed class SlotCount(int slots) : IDisposable
{
    private readonly SemaphoreSlim _freed = new(0, 1);
    private readonly Lock _gate = new();
    private int _free = slots;

    /// <summary>Takes all that are free now, which may be none.</summary>
    public int TakeAll()
    {
        lock (_gate)
        {
            var taken = Math.Max(0, _free);
            _free -= taken;
            return taken;
        }
    }

    /// <summary>Gives slots back, or takes them away.</summary>
    public void Add(int slots)
    {
        lock (_gate)
        {
            _free += slots;
            if (_free > 0 && _freed.CurrentCount == 0)
            {
                _freed.Release();
            }
        }
    }

    /// <summary>Completes when slots were freed since the last look.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _freed.WaitAsync(cancellation);

    /// <inheritdoc/>
    public void Dispose() => _freed.Dispose();
}
