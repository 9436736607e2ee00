using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>Chunks of logs.</summary>
internal sealed class LogTable(Connection database)
{
    private readonly Statement _append = database.Prepare(
        """
        INSERT OR REPLACE INTO log (job, attempt, line, lines, bytes)
        SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM job WHERE id = ?1)
        """
    );

    // A chunk that begins before the line counts when it reaches it: at most one does, the last that begins so early.
    private readonly Statement _read = database.Prepare(
        """
        SELECT attempt, line, bytes FROM log
        WHERE job = ?1 AND (attempt, line) >= (?2, ifnull(
          (SELECT CASE WHEN line + lines > ?3 THEN line END FROM log
           WHERE job = ?1 AND attempt = ?2 AND line <= ?3 ORDER BY line DESC LIMIT 1), ?3))
        ORDER BY attempt, line LIMIT ?4
        """
    );

    // What comes after a chunk decides whether it is needed. The length of a blob is in its row's header: the bytes of the
    // chunks that are not needed are never read.
    private readonly Statement _readTail = database.Prepare(
        """
        SELECT attempt, line, bytes FROM log JOIN (
          SELECT line AS needed, sum(length(bytes)) OVER (ORDER BY line DESC) - length(bytes) AS after FROM log
          WHERE job = ?1 AND attempt = ?2) ON line = needed
        WHERE job = ?1 AND attempt = ?2 AND after < ?3
        ORDER BY line
        """
    );
    private readonly Statement _delete = database.Prepare("DELETE FROM log WHERE job = ?1");

    public void Append(in LogChunk chunk) =>
        _append
            .Bind(1, chunk.JobId)
            .Bind(2, chunk.Attempt)
            .Bind(3, chunk.FirstLine)
            .Bind(4, chunk.Bytes.Span.Count((byte)'\n'))
            .Bind(5, chunk.Bytes.Span)
            .Run();

    public List<LogChunk> Read(long job, int attempt, int line, int limit) =>
        Chunks(job, _read.Bind(1, job).Bind(2, attempt).Bind(3, line).Bind(4, limit));

    public List<LogChunk> ReadTail(long job, int attempt, int bytes) =>
        Chunks(job, _readTail.Bind(1, job).Bind(2, attempt).Bind(3, bytes));

    public void Delete(long job) => _delete.Bind(1, job).Run();

    private static List<LogChunk> Chunks(long job, Statement rows)
    {
        var chunks = new List<LogChunk>();
        while (rows.Step())
        {
            chunks.Add(new LogChunk(job, rows.Int32(0), rows.Int32(1), rows.Copy(2)));
        }

        return chunks;
    }
}
