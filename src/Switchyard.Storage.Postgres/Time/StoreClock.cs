namespace Switchyard.Storage.Postgres.Time;

/// <summary>
/// The clock that decides leases: the database's own, and never behind what a round had before. When the database's was
/// set back, the store's goes on from where it was, ahead of it.
/// </summary>
internal sealed class StoreClock
{
    private readonly TimeProvider? _turned;
    private readonly long _start;
    private readonly long _opened;
    private long _ahead;
    private long _last;

    /// <param name="turned">The clock that a test turns; null for the database's own.</param>
    public StoreClock(TimeProvider? turned)
    {
        _turned = turned;
        _start = turned is null ? 0 : Micros.From(turned.GetUtcNow());
        _opened = turned?.GetTimestamp() ?? 0;
    }

    /// <summary>What to use in place of the database's clock, in microseconds; null for that one.</summary>
    public long? Given => _turned is null ? null : _start + Micros.From(_turned.GetElapsedTime(_opened));

    /// <summary>What to use in place of the database's wall clock, which may be set, in microseconds; null for that one.</summary>
    public long? Wall => _turned is null ? null : Micros.From(_turned.GetUtcNow());

    /// <summary>How far the store's clock is ahead of the database's, in microseconds.</summary>
    public long Ahead => Volatile.Read(ref _ahead);

    /// <summary>The time of the last round.</summary>
    public long Last => Volatile.Read(ref _last);

    /// <summary>A round had this time, of this node or before it, while the database's clock said that.</summary>
    public void Note(long time, long clock)
    {
        Volatile.Write(ref _last, time);
        if (time > clock + Ahead)
        {
            Volatile.Write(ref _ahead, time - clock);
        }
    }
}
