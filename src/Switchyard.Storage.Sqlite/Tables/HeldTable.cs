using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>Drafts and paused jobs.</summary>
internal sealed class HeldTable(Connection database)
{
    private readonly Statement _insert = database.Prepare("INSERT INTO held VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    private readonly Statement _find = database.Prepare(
        "SELECT state, attempt, spent, lapses, checkpoint FROM held WHERE id = ?1"
    );
    private readonly Statement _delete = database.Prepare("DELETE FROM held WHERE id = ?1");

    public void Insert(long id, JobState state, int lane, in Tally tally)
    {
        _insert.Bind(1, id).Bind(2, (int)state).Bind(3, lane);
        tally.Bind(_insert, 4);
        _insert.Run();
    }

    public (JobState State, Tally Tally)? Find(long id)
    {
        if (!_find.Bind(1, id).Step())
        {
            return null;
        }

        var row = ((JobState)_find.Int32(0), Tally.Read(_find, 1));
        _find.Reset();
        return row;
    }

    public void Delete(long id) => _delete.Bind(1, id).Run();
}
