using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>Running jobs.</summary>
internal sealed class LeaseTable(Connection database)
{
    private readonly Statement _insert = database.Prepare(
        "INSERT INTO lease VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
    );
    private readonly Statement _find = database.Prepare($"SELECT {Columns} FROM lease WHERE id = ?1");
    private readonly Statement _renew = database.Prepare("UPDATE lease SET until = ?2, lapses = ?3 WHERE id = ?1");
    private readonly Statement _delete = database.Prepare("DELETE FROM lease WHERE id = ?1");
    private readonly Statement _over = database.Prepare(
        $"""
        SELECT {Columns} FROM lease WHERE until <= ?1 OR deadline <= ?1
        ORDER BY min(until, ifnull(deadline, until)), id LIMIT ?2
        """
    );
    private readonly Statement _next = database.Prepare("SELECT min(min(until, ifnull(deadline, until))) FROM lease");
    private readonly Statement _ofEarlierNodes = database.Prepare(
        $"SELECT {Columns} FROM lease WHERE node > 0 AND node < ?1 ORDER BY id LIMIT ?2"
    );

    private const string Columns =
        "id, lane, attempt, spent, lapses, checkpoint, token, worker, node, started, until, deadline, callback";

    public void Insert(in LeaseRow lease)
    {
        _insert.Bind(1, lease.Id).Bind(2, lease.Lane);
        lease.Tally.Bind(_insert, 3);
        _insert.Bind(7, lease.Token).Bind(8, lease.Worker).Bind(9, lease.Node).Bind(10, lease.Started);
        _insert.Bind(11, lease.Until).Bind(12, lease.Deadline).Bind(13, lease.Callback ? 1 : 0).Run();
    }

    public LeaseRow? Find(long id)
    {
        if (!_find.Bind(1, id).Step())
        {
            return null;
        }

        var row = Read(_find);
        _find.Reset();
        return row;
    }

    public void Renew(long id, long until, int lapses) => _renew.Bind(1, id).Bind(2, until).Bind(3, lapses).Run();

    public void Delete(long id) => _delete.Bind(1, id).Run();

    /// <summary>Leases that have lapsed or whose attempt has run for too long, whichever came first, in that order.</summary>
    public List<LeaseRow> Over(long now, int limit) => ReadAll(_over.Bind(1, now).Bind(2, limit));

    /// <summary>The earliest end of a lease or of an attempt's time; null when nothing runs. Scans.</summary>
    public long? NextEnd() => _next.Number();

    /// <summary>Leases of workers that were connected to a node before this one.</summary>
    public List<LeaseRow> OfNodesBefore(long node, int limit) => ReadAll(_ofEarlierNodes.Bind(1, node).Bind(2, limit));

    private static List<LeaseRow> ReadAll(Statement statement)
    {
        var rows = new List<LeaseRow>();
        while (statement.Step())
        {
            rows.Add(Read(statement));
        }

        return rows;
    }

    private static LeaseRow Read(Statement row) =>
        new(
            row.Int64(0),
            row.Int32(1),
            Tally.Read(row, 2),
            row.Int64(6),
            row.Text(7),
            row.Int64(8),
            row.Int64(9),
            row.Int64(10),
            row.Int64OrNull(11),
            row.Flag(12)
        );
}
