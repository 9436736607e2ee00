namespace Switchyard.Engine.Retries;

/// <summary>How often and how soon a failed attempt is tried again: exponential backoff with full jitter.</summary>
/// <param name="MaxAttempts">Attempts that may fail before the job does, 1 to 1,000; 1 means no retry. Lost leases do not count.</param>
/// <param name="Backoff">Upper bound of the wait before the second attempt, doubled for each further one; zero retries at once.</param>
/// <param name="MaxBackoff">Cap of that bound.</param>
public readonly record struct RetryPolicy(int MaxAttempts, TimeSpan Backoff, TimeSpan MaxBackoff)
{
    /// <summary>One attempt, no retry: a failure that a worker reports is final.</summary>
    public static RetryPolicy None => new(1, TimeSpan.Zero, TimeSpan.Zero);

    /// <summary>
    /// The wait before the next attempt: <paramref name="jitter"/> × min(MaxBackoff, Backoff × 2^(failed-1)).
    /// Drivers that decide in SQL use the same formula; the conformance suite holds them to it.
    /// </summary>
    /// <param name="failed">Attempts that have failed so far, from 1.</param>
    /// <param name="jitter">0 (inclusive) to 1 (exclusive), drawn by the caller.</param>
    public TimeSpan Delay(int failed, double jitter)
    {
        var bound = Math.Min(MaxBackoff.TotalSeconds, Backoff.TotalSeconds * Math.Pow(2, Math.Min(failed - 1, 62)));
        return TimeSpan.FromMicroseconds(Math.Floor(jitter * bound * 1_000_000));
    }
}
