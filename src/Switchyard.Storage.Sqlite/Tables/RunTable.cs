using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Native;
using Switchyard.Storage.Sqlite.Time;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>Jobs that are runs of schedules.</summary>
internal sealed class RunTable(Connection database)
{
    private readonly Statement _insert = database.Prepare("INSERT INTO run VALUES (?1, ?2, ?3, ?4, 1, ?5)");
    private readonly Statement _find = database.Prepare("SELECT schedule, slot FROM run WHERE job = ?1");
    private readonly Statement _ofSlot = database.Prepare("SELECT job FROM run WHERE schedule = ?1 AND slot = ?2");
    private readonly Statement _page = database.Prepare(
        "SELECT job, slot FROM run WHERE schedule = ?1 ORDER BY job DESC LIMIT ?2 OFFSET ?3"
    );
    private readonly Statement _live = database.Prepare(
        "SELECT job FROM run WHERE family = ?1 AND live = 1 AND job > ?2 ORDER BY job LIMIT ?3"
    );
    private readonly Statement _liveOf = database.Prepare(
        "SELECT job FROM run WHERE schedule = ?1 AND live = 1 AND job > ?2 ORDER BY job LIMIT ?3"
    );
    private readonly Statement _waiting = database.Prepare(
        "SELECT DISTINCT family FROM run WHERE waiting = 1 AND family > ?1 ORDER BY family LIMIT ?2"
    );
    private readonly Statement _ended = database.Prepare("UPDATE run SET live = 0, waiting = 0 WHERE job = ?1");
    private readonly Statement _started = database.Prepare("UPDATE run SET waiting = 0 WHERE job = ?1 AND waiting = 1");
    private readonly Statement _revived = database.Prepare("UPDATE run SET live = 1 WHERE job = ?1");
    private readonly Statement _delete = database.Prepare("DELETE FROM run WHERE job = ?1 RETURNING schedule");
    private readonly Statement _addEnds = database.Prepare(
        """
        INSERT INTO run_day VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO UPDATE SET succeeded = succeeded + excluded.succeeded, failed = failed + excluded.failed
        """
    );
    private readonly Statement _ends = database.Prepare(
        "SELECT sum(succeeded), sum(failed) FROM run_day WHERE day = ?1 AND (?2 IS NULL OR owner = ?2)"
    );
    private readonly Statement _trimEnds = database.Prepare("DELETE FROM run_day WHERE day < ?1");

    public void Insert(long job, NewRun run, bool waiting) =>
        _insert
            .Bind(1, job)
            .Bind(2, run.ScheduleId)
            .Bind(3, Micros.From(run.Slot))
            .Bind(4, run.Group)
            .Bind(5, waiting ? 1 : 0)
            .Run();

    public StoredRun? Find(long job)
    {
        if (!_find.Bind(1, job).Step())
        {
            return null;
        }

        var run = new StoredRun(_find.Int64(0), Micros.ToTime(_find.Int64OrNull(1)));
        _find.Reset();
        return run;
    }

    public long? OfSlot(long schedule, DateTimeOffset slot) =>
        _ofSlot.Bind(1, schedule).Bind(2, Micros.From(slot)).Number();

    /// <summary>Jobs and slots of a schedule's runs, newest first.</summary>
    public List<(long Job, DateTimeOffset? Slot)> Page(long schedule, int limit, long offset)
    {
        var page = new List<(long, DateTimeOffset?)>();
        _page.Bind(1, schedule).Bind(2, limit).Bind(3, offset);
        while (_page.Step())
        {
            page.Add((_page.Int64(0), Micros.ToTime(_page.Int64OrNull(1))));
        }

        return page;
    }

    /// <summary>Jobs of a group that are not known to have ended, behind a job, in order.</summary>
    public List<long> Live(string group, long after, int limit) =>
        _live.Bind(1, group).Bind(2, after).Bind(3, limit).Numbers();

    /// <summary>The same of a schedule.</summary>
    public List<long> LiveOf(long schedule, long after, int limit) =>
        _liveOf.Bind(1, schedule).Bind(2, after).Bind(3, limit).Numbers();

    /// <summary>Groups with runs that are not known to have been started, behind a group, in order.</summary>
    public List<string> Waiting(string after, int limit)
    {
        var groups = new List<string>();
        _waiting.Bind(1, after).Bind(2, limit);
        while (_waiting.Step())
        {
            groups.Add(_waiting.Text(0));
        }

        return groups;
    }

    public void NoteEnded(long job) => _ended.Bind(1, job).Run();

    public void NoteStarted(long job) => _started.Bind(1, job).Run();

    /// <summary>It is to run once more.</summary>
    public void NoteRevived(long job) => _revived.Bind(1, job).Run();

    /// <summary>Deletes a run, and says of which schedule it was; null when the job is none.</summary>
    public long? Delete(long job) => _delete.Bind(1, job).Number();

    public void AddEnds(RunEnds ends) =>
        _addEnds
            .Bind(1, ends.Day.DayNumber)
            .Bind(2, ends.Owner)
            .Bind(3, ends.Counts.Succeeded)
            .Bind(4, ends.Counts.Failed)
            .Run();

    public (long Succeeded, long Failed) Ends(DateOnly day, long? owner)
    {
        _ends.Bind(1, day.DayNumber).Bind(2, owner).Step();
        var counts = (_ends.Int64(0), _ends.Int64(1)); // the sum of no rows is null, which reads as 0
        _ends.Reset();
        return counts;
    }

    /// <summary>Forgets days before one.</summary>
    public void TrimEnds(DateOnly day) => _trimEnds.Bind(1, day.DayNumber).Run();
}
