namespace Switchyard.Storage.Sqlite.Time;

/// <summary>
/// The clock that decides leases: the wall when the store was opened, or the last recorded time where that is later,
/// plus what has gone by since. Who sets the wall back or forth moves no lease.
/// </summary>
/// <param name="time">The source of both.</param>
/// <param name="recorded">The last time that the store recorded, in microseconds.</param>
internal sealed class StoreClock(TimeProvider time, long recorded)
{
    private readonly long _start = Math.Max(recorded, Micros.From(time.GetUtcNow()));
    private readonly long _opened = time.GetTimestamp();

    /// <summary>Microseconds, never fewer than before. Any thread.</summary>
    public long Now() => _start + Micros.From(time.GetElapsedTime(_opened));
}
