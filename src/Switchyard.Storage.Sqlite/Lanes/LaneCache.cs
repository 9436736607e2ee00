using System.Collections.Concurrent;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Sqlite.Lanes;

/// <summary>All lanes, in memory: at most <see cref="ILaneStore.MaxLanes"/>. Lanes are only added.</summary>
internal sealed class LaneCache
{
    private readonly ConcurrentDictionary<int, Lane> _byId = new();
    private readonly ConcurrentDictionary<LaneKey, Lane> _byKey = new();

    public LaneCache(IEnumerable<Lane> lanes)
    {
        foreach (var lane in lanes)
        {
            Add(lane);
        }
    }

    public int Count => _byId.Count;

    /// <summary>The lane that a job's row names.</summary>
    public Lane this[int id] => _byId[id];

    public IReadOnlyList<Lane> All => [.. _byId.Values.OrderBy(lane => lane.Id)];

    public Lane? Find(in LaneKey key) => _byKey.GetValueOrDefault(key);

    public bool Has(int id) => _byId.ContainsKey(id);

    public void Add(Lane lane)
    {
        _byId[lane.Id] = lane;
        _byKey[LaneKey.Of(lane.Dialect, lane.Owner, lane.Route.Type, lane.Route.Tags)] = lane;
    }
}
