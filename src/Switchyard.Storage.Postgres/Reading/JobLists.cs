using Dapper;
using Switchyard.Engine.Jobs;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Lanes;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Reading;

/// <summary>Lists of jobs by id, newest first, each scanning a bounded number of rows.</summary>
internal sealed class JobLists(StoreDatabase database, LaneCache lanes)
{
    private const string Outcomes = "outcome";

    // The state as JobReadRow.Columns has it, by as few seeks as it takes: a finished job costs one.
    private const string StateOfScanned = """
        coalesce(
          (SELECT o.state FROM outcome o WHERE o.id = s.id LIMIT 1),
          (SELECT 4 FROM lease l WHERE l.id = s.id LIMIT 1),
          (SELECT h.state FROM held h WHERE h.id = s.id LIMIT 1),
          (SELECT 2 FROM later t WHERE t.id = s.id LIMIT 1), 3
        )
        """;

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
                    Sql(query, states, routes is null ? SourceOf(states) : PendingRoutes.Source),
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

    // The rows of the scan that match, one more than the page holds; where they are fewer, and the scan did not come to the
    // end, the first row that it did not look at. The scan goes no further than the page needs, and what is refused most of
    // the time is refused by its own row (CASE keeps the order), or by one seek: a job is put together, by half a dozen, for
    // the page alone.
    private static string Sql(JobQuery query, IReadOnlySet<JobState>? states, string source)
    {
        const string InSpan = "s.id >= (SELECT first FROM span) AND s.id < (SELECT behind FROM span)";
        var isOutcome = source == Outcomes;
        var hasLane = (query.Dialect, query.Owner, query.Type, query.Tag) is not (null, null, null, null);
        var lane = hasLane ? "s.lane IN (SELECT id FROM accepted)" : "true";
        var state = states is null ? "true" : $"{(isOutcome ? "s.state" : StateOfScanned)} = ANY (@States)";
        var reason = query.Reason is null ? "true" : "coalesce(s.reason, 0) = @Reason";
        return $"""
            WITH span AS MATERIALIZED (
              SELECT CASE WHEN @CreatedFrom::bigint IS NULL THEN 0 ELSE first_from(@CreatedFrom) END AS first,
                CASE WHEN @CreatedBefore::bigint IS NULL THEN @Before ELSE least(@Before, first_from(@CreatedBefore)) END
                  AS behind
            ), accepted AS MATERIALIZED (
              SELECT n.id FROM lane n JOIN route x ON x.id = n.route
              WHERE (@Dialect::smallint IS NULL OR n.dialect = @Dialect) AND (@Owner::bigint IS NULL OR n.owner = @Owner)
                AND (@Type::text IS NULL OR x.type = @Type) AND (@Tag::text IS NULL OR @Tag = ANY (x.tags))
            ), page AS MATERIALIZED (
              SELECT s.id
              FROM (SELECT s.* FROM {source} s WHERE {InSpan} ORDER BY s.id DESC LIMIT @ScanLimit) s
              WHERE CASE WHEN {lane} THEN {state} AND {reason} END
              ORDER BY s.id DESC LIMIT @Limit + 1
            )
            SELECT CASE WHEN (SELECT count(*) FROM page) <= @Limit
                THEN (SELECT s.id FROM {source} s WHERE {InSpan} ORDER BY s.id DESC OFFSET @ScanLimit LIMIT 1) END AS Stop,
              matched.*
            FROM (VALUES (1)) AS always(one) LEFT JOIN (
              SELECT {JobReadRow.Columns}
              FROM page p CROSS JOIN LATERAL (SELECT * FROM job WHERE id = p.id LIMIT 1) j {JobReadRow.Joins}
            ) matched ON true
            ORDER BY matched.id DESC
            """;
    }

    private static HashSet<JobState> FailedIn(IReadOnlySet<JobState>? states) =>
        states?.Contains(JobState.Failed) == false ? [] : [JobState.Failed];

    // The few running jobs among many queued ones are found without a scan of those. Pending ones that are not found
    // otherwise are looked for among all.
    private static string SourceOf(IReadOnlySet<JobState>? states) =>
        states is null || states.Contains(JobState.Pending) ? "job"
        : states.All(JobTransitions.IsFinished) ? Outcomes
        : states.IsSubsetOf([JobState.Running]) ? "lease"
        : states.IsSubsetOf([JobState.Scheduled]) ? "later"
        : states.IsSubsetOf([JobState.Draft, JobState.Paused]) ? "held"
        : "job";
}
