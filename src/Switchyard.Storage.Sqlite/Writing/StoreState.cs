using Switchyard.Storage.Sqlite.Lanes;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Time;

namespace Switchyard.Storage.Sqlite.Writing;

/// <summary>
/// What the writer remembers of the store. A transaction changes it as it goes; one that fails has it loaded anew, so
/// that nothing of it stays behind.
/// </summary>
internal sealed class StoreState(StoreTables tables, LaneCache lanes, StoreClock clock)
{
    private MetaRow _meta;

    public Counts Counts { get; } = new(tables, lanes);

    /// <summary>The clock in this transaction, in microseconds: every time that it writes.</summary>
    public long Now => _meta.Time;

    /// <summary>The last round's number.</summary>
    public long Round => _meta.Round;

    /// <summary>No lease ends, and no attempt's time does, before this. 0: unknown.</summary>
    public long LeasesEnd { get; set; }

    public long NextRound() => ++_meta.Round;

    public long NextToken() => ++_meta.Token;

    public long NextNode() => ++_meta.Node;

    /// <summary>The first of so many consecutive ids.</summary>
    public long NextJobs(int count)
    {
        _meta.Job += count;
        return _meta.Job - count + 1;
    }

    /// <summary>A transaction begins.</summary>
    public void Begin() => _meta.Time = clock.Now();

    public void Save()
    {
        Counts.Save();
        tables.Meta.Write(_meta);
    }

    public void Load()
    {
        _meta = tables.Meta.Read();
        Counts.Load();
        LeasesEnd = 0;
    }
}
