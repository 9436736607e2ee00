using System.Runtime.InteropServices;
using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Lanes;
using Switchyard.Storage.Sqlite.Tables;

namespace Switchyard.Storage.Sqlite.Writing;

/// <summary>The kept counts in memory: changed as jobs move, saved once a transaction.</summary>
internal sealed class Counts(StoreTables tables, LaneCache lanes)
{
    private readonly Dictionary<int, LaneCounts> _byLane = [];
    private readonly Dictionary<int, long> _pendingByRoute = [];
    private readonly List<LaneCounts> _changed = [];

    /// <summary>Leases there are.</summary>
    public long Running { get; private set; }

    /// <summary>Jobs that a claim of the route could get. Saves the seek into a route that has none.</summary>
    public long Pending(int route) => _pendingByRoute.GetValueOrDefault(route);

    public void Add(int lane, JobState state, long change)
    {
        var counts = Of(lane);
        if (counts.Add(state, change))
        {
            _changed.Add(counts);
        }

        Sum(counts, state, change);
    }

    public long Get(int lane, JobState state) => Of(lane)[state];

    /// <summary>Reads what is stored, forgetting what was not saved.</summary>
    public void Load()
    {
        _byLane.Clear();
        _pendingByRoute.Clear();
        _changed.Clear();
        Running = 0;
        foreach (var (lane, state, count) in tables.Counters.List())
        {
            var counts = Of(lane);
            counts.Load(state, count);
            Sum(counts, state, count);
        }
    }

    public void Save()
    {
        foreach (var counts in _changed)
        {
            foreach (var state in counts.TakeChanged())
            {
                tables.Counters.Put(counts.Lane, state, counts[state]);
            }
        }

        _changed.Clear();
    }

    private LaneCounts Of(int lane)
    {
        ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_byLane, lane, out _);
        return counts ??= new LaneCounts(lane, lanes[lane].Route.Id);
    }

    private void Sum(LaneCounts counts, JobState state, long change)
    {
        if (state == JobState.Pending)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_pendingByRoute, counts.Route, out _) += change;
        }
        else if (state == JobState.Running)
        {
            Running += change;
        }
    }
}
