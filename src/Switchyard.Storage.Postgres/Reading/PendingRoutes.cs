using Dapper;
using Switchyard.Engine.Jobs;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Lanes;

namespace Switchyard.Storage.Postgres.Reading;

/// <summary>
/// Pending jobs by id, newest first, out of the order in which claims take them: the newest of each route and priority
/// are put together. So a few pending jobs below millions that ended are found without a scan of those.
/// </summary>
internal sealed class PendingRoutes(StoreDatabase database, LaneCache lanes)
{
    /// <summary>Seeks that a page may cost, one a route and priority.</summary>
    private const int MaxSeeks = 1_024;

    /// <summary>Rows that a page may look at.</summary>
    private const int MaxRows = 65_536;

    private const int Priorities = 9;

    /// <summary>What to scan in place of a table.</summary>
    public const string Source = """
        (
          SELECT newest.id, newest.lane FROM unnest(@Routes) AS w(route) CROSS JOIN generate_series(1, 9) AS p(prio)
          CROSS JOIN LATERAL (
            SELECT r.id, r.lane FROM ready r
            WHERE r.route = w.route AND r.prio = p.prio
              AND r.id >= (SELECT first FROM span) AND r.id < (SELECT behind FROM span)
            ORDER BY r.id DESC LIMIT @Limit + 1
          ) newest
        )
        """;

    /// <summary>Routes with pending jobs that match; null when a scan of all jobs is the better way, or the only one.</summary>
    public async ValueTask<int[]?> FindAsync(
        JobQuery query,
        IReadOnlySet<JobState>? states,
        CancellationToken cancellation
    )
    {
        if (states?.SetEquals([JobState.Pending]) != true)
        {
            return null;
        }

        var pending = await database.ReadAsync(
            connection =>
                connection.QueryAsync<int>("SELECT lane FROM counter WHERE state = 3 GROUP BY lane HAVING sum(n) <> 0"),
            cancellation
        );
        var (matching, others) = (new HashSet<int>(), new HashSet<int>());
        foreach (var id in pending)
        {
            var lane = await lanes.GetAsync(id, cancellation);
            (Accepts(query, lane) ? matching : others).Add(lane.Route.Id);
        }

        var seeks = matching.Count * Priorities;
        return seeks > MaxSeeks || seeks * (query.Limit + 1) > MaxRows || matching.Overlaps(others)
            ? null
            : [.. matching];
    }

    private static bool Accepts(JobQuery query, Lane lane) =>
        (query.Dialect ?? lane.Dialect) == lane.Dialect
        && (query.Owner ?? lane.Owner) == lane.Owner
        && (query.Type ?? lane.Route.Type) == lane.Route.Type
        && (query.Tag is null || lane.Route.Tags.Contains(query.Tag));
}
