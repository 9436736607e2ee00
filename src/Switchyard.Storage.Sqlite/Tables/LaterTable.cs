using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>Scheduled jobs.</summary>
internal sealed class LaterTable(Connection database)
{
    private readonly Statement _insert = database.Prepare("INSERT INTO later VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    private readonly Statement _find = database.Prepare(
        "SELECT due, attempt, spent, lapses, checkpoint FROM later WHERE id = ?1"
    );
    private readonly Statement _delete = database.Prepare("DELETE FROM later WHERE id = ?1");
    private readonly Statement _due = database.Prepare(
        "SELECT id FROM later WHERE due <= ?1 ORDER BY due, id LIMIT ?2"
    );
    private readonly Statement _next = database.Prepare("SELECT due FROM later ORDER BY due LIMIT 1");

    public void Insert(long id, long due, int lane, in Tally tally)
    {
        _insert.Bind(1, id).Bind(2, due).Bind(3, lane);
        tally.Bind(_insert, 4);
        _insert.Run();
    }

    public (long Due, Tally Tally)? Find(long id)
    {
        if (!_find.Bind(1, id).Step())
        {
            return null;
        }

        var row = (_find.Int64(0), Tally.Read(_find, 1));
        _find.Reset();
        return row;
    }

    public void Delete(long id) => _delete.Bind(1, id).Run();

    /// <summary>Jobs whose time has come, in order of (due, id).</summary>
    public List<long> Due(long now, int limit) => _due.Bind(1, now).Bind(2, limit).Numbers();

    /// <summary>The earliest due time; null when there is none.</summary>
    public long? Next() => _next.Number();
}
