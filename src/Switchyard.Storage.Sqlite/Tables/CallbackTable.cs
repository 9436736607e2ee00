using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>Finished jobs whose result is still to be posted.</summary>
internal sealed class CallbackTable(Connection database)
{
    private readonly Statement _insert = database.Prepare("INSERT OR REPLACE INTO callback VALUES (?1, ?2, 0)");
    private readonly Statement _due = database.Prepare(
        """
        SELECT c.id, j.callback, c.failures FROM callback c JOIN job j ON j.id = c.id
        WHERE c.due <= ?1 ORDER BY c.due, c.id LIMIT ?2
        """
    );
    private readonly Statement _postpone = database.Prepare(
        "UPDATE callback SET due = ?2, failures = failures + 1 WHERE id = ?1"
    );
    private readonly Statement _delete = database.Prepare("DELETE FROM callback WHERE id = ?1");

    public void Insert(long id, long due) => _insert.Bind(1, id).Bind(2, due).Run();

    public List<PendingCallback> Due(long now, int limit)
    {
        var callbacks = new List<PendingCallback>();
        _due.Bind(1, now).Bind(2, limit);
        while (_due.Step())
        {
            callbacks.Add(new PendingCallback(_due.Int64(0), _due.Text(1), _due.Int32(2)));
        }

        return callbacks;
    }

    public void Postpone(long id, long due) => _postpone.Bind(1, id).Bind(2, due).Run();

    public void Delete(long id) => _delete.Bind(1, id).Run();
}
