namespace Switchyard.Client.Workers;

/// <summary>Waits between tries to connect: exponential, with full jitter.</summary>
internal sealed class Backoff(WorkerOptions options)
{
    private readonly Random _random = new(options.Seed);
    private int _failures;

    /// <summary>It worked: the next wait is short again.</summary>
    public void Reset() => _failures = 0;

    /// <summary>The next wait.</summary>
    public TimeSpan Next()
    {
        var bound = Math.Min(
            options.MaxBackoff.TotalMilliseconds,
            options.Backoff.TotalMilliseconds * Math.Pow(2, Math.Min(_failures++, 30))
        );
        return TimeSpan.FromMilliseconds(_random.NextDouble() * bound);
    }
}
