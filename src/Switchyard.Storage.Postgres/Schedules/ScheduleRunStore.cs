using Dapper;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Lanes;
using Switchyard.Storage.Postgres.Reading;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Schedules;

/// <summary>Runs of schedules.</summary>
internal sealed class ScheduleRunStore(StoreDatabase database, LaneCache lanes) : IScheduleRunStore
{
    /// <summary>Days whose counts are kept.</summary>
    private const int KeptDays = 8;

    public async ValueTask<ScheduleRunPage> ListAsync(ScheduleRunQuery query, CancellationToken cancellation)
    {
        var skipped = (query.Page - 1L) * query.Size;
        if (!query.IsUnfiltered)
        {
            var all = await PageAsync(query, ScheduleRunQuery.ScanLimit, 0, cancellation);
            var matching = all.Where(run => query.Accepts(run.Job.State, run.Job.Reason)).ToList();
            return new ScheduleRunPage(
                [.. matching.Skip((int)long.Min(skipped, int.MaxValue)).Take(query.Size)],
                matching.Count
            );
        }

        var total = await database.ReadAsync(
            connection =>
                connection.ExecuteScalarAsync<long>(
                    "SELECT coalesce(sum(n), 0)::bigint FROM run_count WHERE schedule = @ScheduleId",
                    new { query.ScheduleId }
                ),
            cancellation
        );
        return new ScheduleRunPage(await PageAsync(query, query.Size, skipped, cancellation), total);
    }

    public async ValueTask<StoredRun?> FindAsync(long jobId, CancellationToken cancellation)
    {
        var row = await database.ReadAsync(
            connection =>
                connection.QuerySingleOrDefaultAsync<(long Schedule, long? Slot)?>(
                    "SELECT schedule, slot FROM run WHERE job = @jobId",
                    new { jobId }
                ),
            cancellation
        );
        return row is var (schedule, slot) ? new StoredRun(schedule, Micros.ToTime(slot)) : null;
    }

    public async ValueTask<IReadOnlyList<long>> LiveAsync(string group, int limit, CancellationToken cancellation)
    {
        var jobs = await database.ReadAsync(
            connection =>
                connection.QueryAsync<long>(
                    """
                    SELECT r.job FROM run r
                    WHERE r.family = @group AND r.live AND NOT EXISTS (SELECT 1 FROM outcome WHERE id = r.job)
                    ORDER BY r.job LIMIT @limit
                    """,
                    new { group = StoredText.Of(group), limit }
                ),
            cancellation
        );
        return jobs.AsList();
    }

    public async ValueTask<RunTurns> TurnsAsync(string? after, int limit, CancellationToken cancellation)
    {
        var rows = await database.WriteAsync(
            connection =>
                connection.QueryAsync<(string Family, long? Turn)>(
                    """
                    WITH families AS MATERIALIZED (
                      SELECT DISTINCT family FROM run WHERE waiting AND family > @after ORDER BY family LIMIT @limit
                    )
                    SELECT family, turn_of(family) FROM families ORDER BY family
                    """,
                    new { after = StoredText.Of(after ?? ""), limit }
                ),
            cancellation
        );
        var families = rows.AsList();
        var turns = families.Select(row => row.Turn).OfType<long>().ToList();
        return new RunTurns(turns, families.Count > 0, families.Count == limit ? families[^1].Family : null);
    }

    public async ValueTask NoteEndsAsync(IReadOnlyList<RunEnds> ends, CancellationToken cancellation) =>
        await database.WriteAsync(
            connection =>
                connection.ExecuteAsync(
                    """
                    INSERT INTO run_day AS d VALUES (@Day, @Owner, @Succeeded, @Failed)
                    ON CONFLICT (day, owner) DO UPDATE
                      SET succeeded = d.succeeded + excluded.succeeded, failed = d.failed + excluded.failed;
                    DELETE FROM run_day WHERE day < @Kept
                    """,
                    ends.OrderBy(end => (end.Day, end.Owner))
                        .Select(end => new
                        {
                            Day = end.Day.DayNumber,
                            end.Owner,
                            end.Counts.Succeeded,
                            end.Counts.Failed,
                            Kept = end.Day.DayNumber - KeptDays,
                        })
                ),
            cancellation
        );

    public async ValueTask<RunCounts> CountEndsAsync(DateOnly day, long? owner, CancellationToken cancellation)
    {
        var (succeeded, failed) = await database.ReadAsync(
            connection =>
                connection.QuerySingleAsync<(long, long)>(
                    """
                    SELECT coalesce(sum(succeeded), 0)::bigint, coalesce(sum(failed), 0)::bigint FROM run_day
                    WHERE day = @DayNumber AND (@owner::bigint IS NULL OR owner = @owner)
                    """,
                    new { day.DayNumber, owner }
                ),
            cancellation
        );
        return new RunCounts(succeeded, failed);
    }

    private async ValueTask<List<ScheduleRun>> PageAsync(
        ScheduleRunQuery query,
        int limit,
        long offset,
        CancellationToken cancellation
    )
    {
        var rows = await database.ReadAsync(
            connection =>
                connection.QueryAsync<JobReadRow, long?, (JobReadRow Job, long? Slot)>(
                    $"""
                    SELECT {JobReadRow.Columns}, coalesce(o.result_blob, 0) AS ResultBlob, run.slot
                    FROM (
                      SELECT job, slot FROM run WHERE schedule = @ScheduleId ORDER BY job DESC LIMIT @limit OFFSET @offset
                    ) run
                    CROSS JOIN LATERAL (SELECT * FROM job WHERE id = run.job LIMIT 1) j {JobReadRow.Joins}
                    ORDER BY run.job DESC
                    """,
                    (job, slot) => (job, slot),
                    new
                    {
                        query.ScheduleId,
                        limit,
                        offset,
                    },
                    splitOn: "slot"
                ),
            cancellation
        );
        var runs = new List<ScheduleRun>();
        foreach (var (job, slot) in rows)
        {
            var lane = await lanes.GetAsync(job.Lane, cancellation);
            runs.Add(new ScheduleRun(query.ScheduleId, Micros.ToTime(slot), job.ToSnapshot(lane)));
        }

        return runs;
    }
}
