using System.Text.Json;
using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>Lanes and their routes.</summary>
internal sealed class LaneTable(Connection database)
{
    private readonly Statement _findRoute = database.Prepare("SELECT id FROM route WHERE type = ?1 AND tags = ?2");
    private readonly Statement _insertRoute = database.Prepare(
        "INSERT INTO route (type, tags) VALUES (?1, ?2) RETURNING id"
    );
    private readonly Statement _find = database.Prepare(
        "SELECT id FROM lane WHERE dialect = ?1 AND owner = ?2 AND route = ?3"
    );
    private readonly Statement _count = database.Prepare("SELECT count(*) FROM lane");
    private readonly Statement _insert = database.Prepare(
        "INSERT INTO lane (dialect, owner, route) VALUES (?1, ?2, ?3) RETURNING id"
    );
    private readonly Statement _list = database.Prepare(
        """
        SELECT l.id, l.dialect, l.owner, r.id, r.type, r.tags FROM lane l JOIN route r ON r.id = l.route ORDER BY l.id
        """
    );

    // The jobs are looked at too: the lane of one whose count is wrong must not go.
    private readonly Statement _trim = database.Prepare(
        """
        DELETE FROM lane WHERE id NOT IN (SELECT lane FROM counter WHERE n <> 0) AND id NOT IN (SELECT lane FROM job)
        """
    );
    private readonly Statement _trimCounters = database.Prepare(
        "DELETE FROM counter WHERE lane > 0 AND lane NOT IN (SELECT id FROM lane)"
    );
    private readonly Statement _trimRoutes = database.Prepare(
        "DELETE FROM route WHERE id NOT IN (SELECT route FROM lane)"
    );

    public long Count() => _count.Number()!.Value;

    /// <summary>The lane, stored where it is not there yet, and its route likewise.</summary>
    public Lane Intern(Dialect dialect, long owner, string type, IReadOnlyList<string> tags)
    {
        var json = JsonSerializer.Serialize(tags);
        var route =
            _findRoute.Bind(1, type).Bind(2, json).Number() ?? _insertRoute.Bind(1, type).Bind(2, json).Number()!.Value;
        var lane =
            _find.Bind(1, (int)dialect).Bind(2, owner).Bind(3, route).Number()
            ?? _insert.Bind(1, (int)dialect).Bind(2, owner).Bind(3, route).Number()!.Value;
        return new Lane((int)lane, dialect, owner, new JobRoute((int)route, type, [.. tags]));
    }

    public List<Lane> List()
    {
        var lanes = new List<Lane>();
        while (_list.Step())
        {
            var route = new JobRoute(
                _list.Int32(3),
                _list.Text(4),
                JsonSerializer.Deserialize<string[]>(_list.Bytes(5)) ?? []
            );
            lanes.Add(new Lane(_list.Int32(0), (Dialect)_list.Int32(1), _list.Int64(2), route));
        }

        return lanes;
    }

    /// <summary>Forgets lanes without jobs, and routes without lanes. Scans all jobs.</summary>
    public void Trim()
    {
        _trim.Run();
        _trimCounters.Run();
        _trimRoutes.Run();
    }
}
