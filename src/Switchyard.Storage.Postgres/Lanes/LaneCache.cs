using System.Collections.Concurrent;
using Dapper;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Connections;

namespace Switchyard.Storage.Postgres.Lanes;

/// <summary>
/// All lanes, in memory: at most <see cref="ILaneStore.MaxLanes"/>. Lanes are only added, by other nodes too: one that is
/// not known here is looked for in the database.
/// </summary>
internal sealed class LaneCache(StoreDatabase database)
{
    private readonly ConcurrentDictionary<int, Lane> _byId = new();
    private readonly ConcurrentDictionary<LaneKey, Lane> _byKey = new();

    public Lane? Find(in LaneKey key) => _byKey.GetValueOrDefault(key);

    /// <summary>The lane that a job's row names.</summary>
    public async ValueTask<Lane> GetAsync(int id, CancellationToken cancellation)
    {
        if (_byId.TryGetValue(id, out var known))
        {
            return known;
        }

        await ReadAsync(cancellation);
        return _byId[id];
    }

    /// <summary>All lanes as the database has them now, by id.</summary>
    public async ValueTask<IReadOnlyList<Lane>> ReadAsync(CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            connection =>
                connection.QueryAsync<(int Id, short Dialect, long Owner, int Route, string Type, string[] Tags)>(
                    """
                    SELECT l.id, l.dialect, l.owner, r.id, r.type, r.tags
                    FROM lane l JOIN route r ON r.id = l.route ORDER BY l.id
                    """
                ),
            cancellation
        );
        var lanes = new List<Lane>();
        foreach (var row in rows)
        {
            lanes.Add(
                Add(new Lane(row.Id, (Dialect)row.Dialect, row.Owner, new JobRoute(row.Route, row.Type, row.Tags)))
            );
        }

        return lanes;
    }

    // The first object of a lane stays: jobs that are told apart by their lanes share it.
    public Lane Add(Lane lane)
    {
        _byKey.TryAdd(LaneKey.Of(lane.Dialect, lane.Owner, lane.Route.Type, lane.Route.Tags), lane);
        return _byId.GetOrAdd(lane.Id, lane);
    }
}
