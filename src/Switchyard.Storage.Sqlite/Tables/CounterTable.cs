using System.Runtime.InteropServices;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>How many jobs of each lane are in each state. Zeros stay: they are few and come back.</summary>
internal sealed class CounterTable(Connection database)
{
    private readonly Statement _put = database.Prepare("INSERT OR REPLACE INTO counter VALUES (?1, ?2, ?3)");
    private readonly Statement _list = database.Prepare("SELECT lane, state, n FROM counter WHERE lane > 0 AND n <> 0");
    private readonly Statement _has = database.Prepare("SELECT n > 0 FROM counter WHERE lane = ?1 AND state = ?2");
    private readonly Statement _recount = database.Prepare(
        """
        SELECT lane, 3 FROM ready
        UNION ALL SELECT lane, 2 FROM later
        UNION ALL SELECT lane, 4 FROM lease
        UNION ALL SELECT lane, state FROM held
        UNION ALL SELECT lane, state FROM outcome
        """
    );

    public void Put(int lane, JobState state, long count) =>
        _put.Bind(1, lane).Bind(2, (int)state).Bind(3, count).Run();

    public List<LaneCount> List()
    {
        var counts = new List<LaneCount>();
        while (_list.Step())
        {
            counts.Add(new LaneCount(_list.Int32(0), (JobState)_list.Int32(1), _list.Int64(2)));
        }

        return counts;
    }

    /// <summary>Whether a lane has jobs in a state.</summary>
    public bool Has(int lane, JobState state) => _has.Bind(1, lane).Bind(2, (int)state).Number() == 1;

    /// <summary>
    /// What the kept counts lack. Scans all rows, and counts here: a GROUP BY would sort them all in memory.
    /// </summary>
    public List<LaneCount> Drift()
    {
        var drift = new Dictionary<(int, JobState), long>();
        while (_recount.Step())
        {
            CollectionsMarshal.GetValueRefOrAddDefault(
                drift,
                (_recount.Int32(0), (JobState)_recount.Int32(1)),
                out _
            ) += 1;
        }

        foreach (var (lane, state, count) in List())
        {
            CollectionsMarshal.GetValueRefOrAddDefault(drift, (lane, state), out _) -= count;
        }

        return
        [
            .. drift
                .Where(entry => entry.Value != 0)
                .Select(entry => new LaneCount(entry.Key.Item1, entry.Key.Item2, entry.Value)),
        ];
    }
}
