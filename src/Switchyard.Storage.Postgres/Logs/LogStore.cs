using Dapper;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Connections;

namespace Switchyard.Storage.Postgres.Logs;

/// <summary>Logs of attempts.</summary>
internal sealed class LogStore(StoreDatabase database) : ILogStore
{
    public async ValueTask AppendAsync(IReadOnlyList<LogChunk> chunks, CancellationToken cancellation)
    {
        // Of one place only the last counts, and a set may not name it twice.
        var last = chunks
            .GroupBy(chunk => (chunk.JobId, chunk.Attempt, chunk.FirstLine))
            .Select(same => same.Last())
            .ToList();
        await database.WriteAsync(
            connection =>
                connection.ExecuteAsync(
                    """
                    INSERT INTO log (job, attempt, line, lines, bytes)
                    SELECT c.* FROM unnest(@Jobs, @Attempts, @Lines, @Counts, @Bytes) AS c(job, attempt, line, lines, bytes)
                    WHERE EXISTS (SELECT 1 FROM job WHERE id = c.job FOR KEY SHARE)
                    ORDER BY c.job, c.attempt, c.line
                    ON CONFLICT (job, attempt, line) DO UPDATE SET lines = excluded.lines, bytes = excluded.bytes
                    """,
                    new
                    {
                        Jobs = last.Select(chunk => chunk.JobId).ToArray(),
                        Attempts = last.Select(chunk => chunk.Attempt).ToArray(),
                        Lines = last.Select(chunk => chunk.FirstLine).ToArray(),
                        Counts = last.Select(chunk => chunk.Bytes.Span.Count((byte)'\n')).ToArray(),
                        Bytes = last.Select(chunk => chunk.Bytes.ToArray()).ToArray(),
                    }
                ),
            cancellation
        );
    }

    // A chunk that begins before the line counts when it reaches it: at most one does, the last that begins so early.
    public async ValueTask<IReadOnlyList<LogChunk>> ReadAsync(
        long jobId,
        int attempt,
        int line,
        int limit,
        CancellationToken cancellation
    )
    {
        var rows = await database.ReadAsync(
            connection =>
                connection.QueryAsync<(int Attempt, int Line, byte[] Bytes)>(
                    """
                    SELECT attempt, line, bytes FROM log
                    WHERE job = @jobId AND (attempt, line) >= (@attempt, coalesce(
                      (SELECT CASE WHEN line + lines > @line THEN line END FROM log
                       WHERE job = @jobId AND attempt = @attempt AND line <= @line ORDER BY line DESC LIMIT 1), @line))
                    ORDER BY attempt, line LIMIT @limit
                    """,
                    new
                    {
                        jobId,
                        attempt,
                        line,
                        limit,
                    }
                ),
            cancellation
        );
        return [.. rows.Select(row => new LogChunk(jobId, row.Attempt, row.Line, row.Bytes))];
    }

    // What comes after a chunk decides whether it is needed.
    public async ValueTask<IReadOnlyList<LogChunk>> ReadTailAsync(
        long jobId,
        int attempt,
        int bytes,
        CancellationToken cancellation
    )
    {
        var rows = await database.ReadAsync(
            connection =>
                connection.QueryAsync<(int Attempt, int Line, byte[] Bytes)>(
                    """
                    SELECT @attempt, place.line, chunk.bytes FROM (
                      SELECT line, sum(octet_length(bytes)) OVER (ORDER BY line DESC) - octet_length(bytes) AS after
                      FROM log WHERE job = @jobId AND attempt = @attempt
                    ) place
                    CROSS JOIN LATERAL (
                      SELECT bytes FROM log WHERE job = @jobId AND attempt = @attempt AND line = place.line LIMIT 1
                    ) chunk
                    WHERE place.after < @bytes
                    ORDER BY place.line
                    """,
                    new
                    {
                        jobId,
                        attempt,
                        bytes,
                    }
                ),
            cancellation
        );
        return [.. rows.Select(row => new LogChunk(jobId, row.Attempt, row.Line, row.Bytes))];
    }
}
