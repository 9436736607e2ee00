using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>The last progress report of a job.</summary>
internal sealed class ProgressTable(Connection database)
{
    private readonly Statement _put = database.Prepare("INSERT OR REPLACE INTO progress VALUES (?1, ?2)");
    private readonly Statement _find = database.Prepare("SELECT bytes FROM progress WHERE id = ?1");
    private readonly Statement _delete = database.Prepare("DELETE FROM progress WHERE id = ?1");

    /// <summary>Keeps a report; an empty one is none.</summary>
    public void Put(long id, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            Delete(id);
        }
        else
        {
            _put.Bind(1, id).Bind(2, bytes).Run();
        }
    }

    public ReadOnlyMemory<byte> Find(long id)
    {
        if (!_find.Bind(1, id).Step())
        {
            return default;
        }

        var bytes = _find.Copy(0);
        _find.Reset();
        return bytes;
    }

    public void Delete(long id) => _delete.Bind(1, id).Run();
}
