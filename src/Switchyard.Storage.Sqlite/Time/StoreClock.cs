namespace Switchyard.Storage.Sqlite.Time;

/// <summary>
/// The clock that decides leases: the wall when the store was opened plus what has gone by since, never behind the
/// last recorded time. Who sets the wall back or forth meanwhile moves no lease.
/// </summary>
internal sealed class StoreClock(TimeProvider time)
{
    private readonly long _wall = Micros.From(time.GetUtcNow());
    private readonly long _opened = time.GetTimestamp();
    private long _recorded;

    /// <summary>Microseconds. Any thread.</summary>
    public long Now() => Math.Max(Volatile.Read(ref _recorded), _wall + Micros.From(time.GetElapsedTime(_opened)));

    /// <summary>A time that is durable now.</summary>
    public void Record(long micros) => Volatile.Write(ref _recorded, micros);
}
