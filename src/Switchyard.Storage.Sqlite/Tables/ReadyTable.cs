using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>Pending jobs, in the order in which claims take them.</summary>
internal sealed class ReadyTable(Connection database)
{
    private readonly Statement _insert = database.Prepare("INSERT INTO ready VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    private readonly Statement _find = database.Prepare(
        "SELECT attempt, spent, lapses, checkpoint FROM ready WHERE route = ?1 AND prio = ?2 AND id = ?3"
    );
    private readonly Statement _delete = database.Prepare(
        "DELETE FROM ready WHERE route = ?1 AND prio = ?2 AND id = ?3"
    );
    private readonly Statement _first = database.Prepare(
        "SELECT prio, id, attempt, spent, lapses, checkpoint FROM ready WHERE route = ?1 ORDER BY prio, id LIMIT ?2"
    );
    private readonly Statement _newest = database.Prepare(
        "SELECT id FROM ready WHERE route = ?1 AND prio = ?2 AND id >= ?3 AND id < ?4 ORDER BY id DESC LIMIT ?5"
    );
    private readonly Statement _oldest = database.Prepare(
        """
        WITH RECURSIVE prio(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM prio WHERE value < 9)
        SELECT created FROM job WHERE id = (
          SELECT min((SELECT min(id) FROM ready WHERE ready.route = route.id AND ready.prio = prio.value))
          FROM route, prio
        )
        """
    );
    private readonly Statement _take = database.Prepare(
        "DELETE FROM ready WHERE route = ?1 AND (prio, id) <= (?2, ?3)"
    );

    public void Insert(int route, int priority, long id, int lane, in Tally tally)
    {
        _insert.Bind(1, route).Bind(2, priority).Bind(3, id).Bind(4, lane);
        tally.Bind(_insert, 5);
        _insert.Run();
    }

    public Tally? Find(int route, int priority, long id)
    {
        if (!_find.Bind(1, route).Bind(2, priority).Bind(3, id).Step())
        {
            return null;
        }

        var tally = Tally.Read(_find, 0);
        _find.Reset();
        return tally;
    }

    public void Delete(int route, int priority, long id) => _delete.Bind(1, route).Bind(2, priority).Bind(3, id).Run();

    /// <summary>The route's best jobs, lazily: stop where the caller has enough.</summary>
    public IEnumerable<ReadyRow> First(int route, int limit)
    {
        _first.Bind(1, route).Bind(2, limit);
        try
        {
            while (_first.Step())
            {
                yield return new ReadyRow(route, _first.Int32(0), _first.Int64(1), Tally.Read(_first, 2));
            }
        }
        finally
        {
            _first.Reset();
        }
    }

    /// <summary>Jobs of a route and priority in a range of ids, newest first.</summary>
    public List<long> Newest(int route, int priority, long from, long before, int limit) =>
        _newest.Bind(1, route).Bind(2, priority).Bind(3, from).Bind(4, before).Bind(5, limit).Numbers();

    /// <summary>When the job with the lowest id was submitted; null when there is none. Each route and priority is one seek.</summary>
    public long? Oldest()
    {
        if (!_oldest.Step())
        {
            return null;
        }

        var created = _oldest.Int64(0);
        _oldest.Reset();
        return created;
    }

    /// <summary>Removes the route's best jobs up to this one: what a claim takes of a route is always its head.</summary>
    public void Take(int route, int priority, long id) => _take.Bind(1, route).Bind(2, priority).Bind(3, id).Run();
}
