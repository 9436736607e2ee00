using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>When jobs expire. A row may be about a job that has ended or was renewed since: it is dropped when met.</summary>
internal sealed class ExpiryTable(Connection database)
{
    private readonly Statement _insert = database.Prepare("INSERT OR IGNORE INTO expiry VALUES (?1, ?2)");
    private readonly Statement _first = database.Prepare(
        "SELECT at, id FROM expiry WHERE at <= ?1 ORDER BY at, id LIMIT ?2"
    );
    private readonly Statement _delete = database.Prepare("DELETE FROM expiry WHERE at = ?1 AND id = ?2");
    private readonly Statement _has = database.Prepare("SELECT 1 FROM expiry WHERE at = ?1 AND id = ?2");

    public void Insert(long at, long id) => _insert.Bind(1, at).Bind(2, id).Run();

    /// <summary>The first rows up to a time.</summary>
    public List<(long At, long Id)> First(long time, int limit)
    {
        var rows = new List<(long, long)>();
        _first.Bind(1, time).Bind(2, limit);
        while (_first.Step())
        {
            rows.Add((_first.Int64(0), _first.Int64(1)));
        }

        return rows;
    }

    public bool Has(long at, long id) => _has.Bind(1, at).Bind(2, id).Number() is not null;

    public void Delete(long at, long id) => _delete.Bind(1, at).Bind(2, id).Run();
}
