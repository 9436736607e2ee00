using Dapper;
using Npgsql;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Lanes;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Reading;

/// <summary>Reads of jobs, and the notes about their callbacks. Each read is one statement, so one view.</summary>
internal sealed class JobReads(StoreDatabase database, LaneCache lanes, JobLists lists, StoreClock clock) : IJobStore
{
    public async ValueTask<JobSnapshot?> GetAsync(long id, CancellationToken cancellation)
    {
        var row = await database.ReadAsync(
            connection =>
                connection.QuerySingleOrDefaultAsync<JobReadRow>(
                    $"""
                    SELECT {JobReadRow.Columns}, coalesce(o.result_blob, 0) AS ResultBlob, o.result AS Result,
                      p.bytes AS Progress
                    FROM job j {JobReadRow.Joins} LEFT JOIN progress p ON p.id = j.id WHERE j.id = @id
                    """,
                    new { id }
                ),
            cancellation
        );
        return row?.ToSnapshot(await lanes.GetAsync(row.Lane, cancellation));
    }

    public async ValueTask<JobContent?> GetContentAsync(long id, CancellationToken cancellation)
    {
        var row = await database.ReadAsync(
            connection =>
                connection.QuerySingleOrDefaultAsync<(long Blob, byte[] Metadata, byte[] Payload)?>(
                    "SELECT payload_blob, metadata, payload FROM job WHERE id = @id",
                    new { id }
                ),
            cancellation
        );
        return row is var (blob, metadata, payload) ? new JobContent(new Content(payload, blob), metadata) : null;
    }

    public ValueTask<JobPage> ListAsync(JobQuery query, CancellationToken cancellation) =>
        lists.ListAsync(query, cancellation);

    public async ValueTask<IReadOnlyList<JobAttempt>> AttemptsAsync(long id, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            connection =>
                connection.QueryAsync<(
                    int Number,
                    string Worker,
                    long Started,
                    long Ended,
                    short Reason,
                    byte[]? Error
                )>(
                    "SELECT number, worker, started, ended, reason, error FROM attempt WHERE job = @id ORDER BY number",
                    new { id }
                ),
            cancellation
        );
        return
        [
            .. rows.Select(row => new JobAttempt(
                row.Number,
                row.Worker,
                Micros.ToTime(row.Started),
                Micros.ToTime(row.Ended),
                (FailureReason)row.Reason,
                JobReadRow.ErrorOf(row.Error)
            )),
        ];
    }

    public async ValueTask<DateTimeOffset?> OldestPendingAsync(CancellationToken cancellation)
    {
        var created = await database.ReadAsync(
            connection =>
                connection.QuerySingleOrDefaultAsync<long?>(
                    """
                    SELECT created FROM job WHERE id = (
                      SELECT min((SELECT min(id) FROM ready WHERE ready.route = route.id AND ready.prio = p.value))
                      FROM route, generate_series(1, 9) p(value)
                    )
                    """
                ),
            cancellation
        );
        return Micros.ToTime(created);
    }

    public async ValueTask<IReadOnlyList<PendingCallback>> DueCallbacksAsync(int limit, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            connection =>
                connection.QueryAsync<(long Id, string Url, int Failures)>(
                    """
                    SELECT c.id, j.callback, c.failures
                    FROM (
                      SELECT * FROM callback WHERE due <= (SELECT clock(@Given, @Ahead)) ORDER BY due, id LIMIT @limit
                    ) c CROSS JOIN LATERAL (SELECT callback FROM job WHERE id = c.id LIMIT 1) j
                    ORDER BY c.due, c.id
                    """,
                    new
                    {
                        clock.Given,
                        clock.Ahead,
                        limit,
                    }
                ),
            cancellation
        );
        return [.. rows.Select(row => new PendingCallback(row.Id, row.Url, row.Failures))];
    }

    public async ValueTask NoteCallbackAsync(long jobId, TimeSpan? retryIn, CancellationToken cancellation) =>
        await database.WriteAsync(connection => NoteAsync(connection, jobId, retryIn), cancellation);

    private Task<int> NoteAsync(NpgsqlConnection connection, long jobId, TimeSpan? retryIn) =>
        retryIn is { } wait
            ? connection.ExecuteAsync(
                "UPDATE callback SET due = later_by(clock(@Given, @Ahead), @wait), failures = failures + 1 WHERE id = @jobId",
                new
                {
                    jobId,
                    wait = Micros.From(wait),
                    clock.Given,
                    clock.Ahead,
                }
            )
            : connection.ExecuteAsync("DELETE FROM callback WHERE id = @jobId", new { jobId });
}
