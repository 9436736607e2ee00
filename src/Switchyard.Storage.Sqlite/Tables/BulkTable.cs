using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>Bulk actions.</summary>
internal sealed class BulkTable(Connection database)
{
    private readonly Statement _insert = database.Prepare(
        "INSERT INTO bulk (running, changed, state) VALUES (1, ?1, ?2) RETURNING id"
    );
    private readonly Statement _put = database.Prepare(
        "UPDATE bulk SET running = ?2, changed = ?3, state = ?4 WHERE id = ?1"
    );
    private readonly Statement _list = database.Prepare(
        "SELECT id, running, state FROM bulk WHERE id < ?1 ORDER BY id DESC LIMIT ?2"
    );
    private readonly Statement _running = database.Prepare(
        "SELECT id, running, state FROM bulk WHERE running = 1 ORDER BY id"
    );
    private readonly Statement _trim = database.Prepare(
        "DELETE FROM bulk WHERE id IN (SELECT id FROM bulk WHERE running = 0 AND changed < ?1 ORDER BY id LIMIT ?2)"
    );

    public long Insert(ReadOnlyMemory<byte> state, long now) =>
        _insert.Bind(1, now).Bind(2, state.Span).Number()!.Value;

    public void Put(StoredBulk bulk, long now) =>
        _put.Bind(1, bulk.Id).Bind(2, bulk.IsRunning ? 1 : 0).Bind(3, now).Bind(4, bulk.State.Span).Run();

    public List<StoredBulk> List(long? before, int limit) =>
        Read(_list.Bind(1, before ?? long.MaxValue).Bind(2, limit));

    public List<StoredBulk> Running() => Read(_running);

    /// <summary>Deletes some that ended and did not change since.</summary>
    public void Trim(long before, int limit) => _trim.Bind(1, before).Bind(2, limit).Run();

    private static List<StoredBulk> Read(Statement rows)
    {
        var bulks = new List<StoredBulk>();
        while (rows.Step())
        {
            bulks.Add(new StoredBulk(rows.Int64(0), rows.Flag(1), rows.Copy(2)));
        }

        return bulks;
    }
}
