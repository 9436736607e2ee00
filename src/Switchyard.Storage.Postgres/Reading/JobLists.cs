using Dapper;
using Switchyard.Engine.Jobs;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Lanes;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Reading;

/// <summary>Lists of jobs by id, newest first, each scanning a bounded number of rows.</summary>
internal sealed class JobLists(StoreDatabase database, LaneCache lanes)
{
    private readonly PendingRoutes _pending = new(database, lanes);

    public async ValueTask<JobPage> ListAsync(JobQuery query, CancellationToken cancellation)
    {
        // Only what failed has a reason.
        var states = query.Reason is null ? query.States : FailedIn(query.States);
        if (states is { Count: 0 })
        {
            return new JobPage([], null);
        }

        var routes = await _pending.FindAsync(query, states, cancellation);
        var rows = await database.ReadAsync(
            connection =>
                connection.QueryAsync<JobReadRow>(
                    Sql(routes is null ? SourceOf(states) : PendingRoutes.Source),
                    new
                    {
                        Before = query.Before ?? long.MaxValue,
                        CreatedFrom = Micros.From(query.CreatedFrom),
                        CreatedBefore = Micros.From(query.CreatedBefore),
                        query.ScanLimit,
                        query.Limit,
                        Dialect = (short?)query.Dialect,
                        query.Owner,
                        Type = StoredText.Of(query.Type),
                        Tag = StoredText.Of(query.Tag),
                        Reason = (short?)query.Reason,
                        States = states?.Select(state => (short)state).ToArray() ?? [],
                        Routes = routes ?? [],
                    }
                ),
            cancellation
        );
        var jobs = new List<JobSnapshot>();
        long? stop = null;
        foreach (var row in rows)
        {
            if (jobs.Count == query.Limit)
            {
                return new JobPage(jobs, jobs[^1].Id);
            }

            stop = row.Stop;
            if (row.Id > 0)
            {
                jobs.Add(row.ToSnapshot(await lanes.GetAsync(row.Lane, cancellation)));
            }
        }

        return new JobPage(jobs, stop + 1);
    }

    // The rows of the scan that match, one more than the page holds, and where the scan stopped when it was not at the
    // end. Materialized: the bound is on the rows that are looked at, whatever the filters.
    private static string Sql(string source) =>
        $"""
            WITH span AS MATERIALIZED (
              SELECT CASE WHEN @CreatedFrom::bigint IS NULL THEN 0 ELSE first_from(@CreatedFrom) END AS first,
                CASE WHEN @CreatedBefore::bigint IS NULL THEN @Before ELSE least(@Before, first_from(@CreatedBefore)) END
                  AS behind
            ), scanned AS MATERIALIZED (
              SELECT r.id FROM span CROSS JOIN LATERAL (
                SELECT s.id FROM {source} s WHERE s.id >= span.first AND s.id < span.behind
                ORDER BY s.id DESC LIMIT @ScanLimit + 1
              ) r
            ), stopped AS (
              SELECT min(id) AS stop, count(*) AS n FROM scanned
            )
            SELECT CASE WHEN stopped.n > @ScanLimit THEN stopped.stop END AS Stop, matched.*
            FROM stopped LEFT JOIN LATERAL (
              SELECT every.* FROM (
                SELECT {JobReadRow.Columns}
                FROM (SELECT id FROM scanned ORDER BY id DESC LIMIT @ScanLimit) s
                CROSS JOIN LATERAL (SELECT * FROM job WHERE id = s.id LIMIT 1) j {JobReadRow.Joins}
                CROSS JOIN LATERAL (SELECT * FROM route WHERE id = n.route LIMIT 1) x
                WHERE (@Dialect::smallint IS NULL OR n.dialect = @Dialect) AND (@Owner::bigint IS NULL OR n.owner = @Owner)
                  AND (@Type::text IS NULL OR x.type = @Type) AND (@Tag::text IS NULL OR @Tag = ANY (x.tags))
                  AND (@Reason::smallint IS NULL OR coalesce(o.reason, 0) = @Reason)
              ) every
              WHERE cardinality(@States) = 0 OR every.state = ANY (@States)
              ORDER BY every.id DESC LIMIT @Limit + 1
            ) matched ON true
            ORDER BY matched.id DESC
            """;

    private static HashSet<JobState> FailedIn(IReadOnlySet<JobState>? states) =>
        states?.Contains(JobState.Failed) == false ? [] : [JobState.Failed];

    // The few running jobs among many queued ones are found without a scan of those. Pending ones that are not found
    // otherwise are looked for among all.
    private static string SourceOf(IReadOnlySet<JobState>? states) =>
        states is null || states.Contains(JobState.Pending) ? "job"
        : states.All(JobTransitions.IsFinished) ? "outcome"
        : states.IsSubsetOf([JobState.Running]) ? "lease"
        : states.IsSubsetOf([JobState.Scheduled]) ? "later"
        : states.IsSubsetOf([JobState.Draft, JobState.Paused]) ? "held"
        : "job";
}
