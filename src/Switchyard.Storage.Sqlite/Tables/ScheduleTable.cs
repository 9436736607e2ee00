using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Native;
using Switchyard.Storage.Sqlite.Time;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>Schedules.</summary>
internal sealed class ScheduleTable(Connection database)
{
    private const string Columns =
        "id, owner, status, version, created, changed, slot, due, runs, name, definition, metadata, payload_blob";

    private readonly Statement _insert = database.Prepare(
        """
        INSERT INTO schedule (owner, status, version, created, changed, slot, due, runs, name, folded)
        VALUES (?1, ?2, 1, ?3, ?3, ?4, ?5, 0, ?6, ?7) RETURNING id
        """
    );
    private readonly Statement _update = database.Prepare(
        """
        UPDATE schedule SET status = ?3, version = version + 1, changed = ?4, name = ?5, folded = ?6
        WHERE id = ?1 AND version = ?2 RETURNING id
        """
    );
    private readonly Statement _plan = database.Prepare("UPDATE schedule SET slot = ?2, due = ?3 WHERE id = ?1");
    private readonly Statement _move = database.Prepare(
        "UPDATE schedule SET slot = ?3, due = ?4 WHERE id = ?1 AND slot = ?2"
    );
    private readonly Statement _putBody = database.Prepare(
        "INSERT OR REPLACE INTO schedule_body VALUES (?1, ?2, ?3, ?4, ?5)"
    );
    private readonly Statement _find = database.Prepare(
        $"SELECT {Columns}, payload FROM schedule JOIN schedule_body USING (id) WHERE id = ?1"
    );
    private readonly Statement _findBare = database.Prepare(
        $"SELECT {Columns} FROM schedule JOIN schedule_body USING (id) WHERE id = ?1"
    );
    private readonly Statement _slot = database.Prepare("SELECT slot FROM schedule WHERE id = ?1");
    private readonly Statement _due = database.Prepare("SELECT id FROM schedule WHERE due <= ?1 ORDER BY due LIMIT ?2");
    private readonly Statement _next = database.Prepare("SELECT min(due) FROM schedule WHERE due > ?1");
    private readonly Statement _addRuns = database.Prepare("UPDATE schedule SET runs = runs + ?2 WHERE id = ?1");
    private readonly Statement _delete = database.Prepare("DELETE FROM schedule WHERE id = ?1");
    private readonly Statement _deleteBody = database.Prepare("DELETE FROM schedule_body WHERE id = ?1");
    private readonly Statement _addCount = database.Prepare(
        """
        INSERT INTO schedule_count VALUES (?1, ?2, ?3)
        ON CONFLICT DO UPDATE SET n = n + excluded.n
        """
    );
    private readonly Statement _counts = database.Prepare(
        "SELECT status, sum(n) FROM schedule_count WHERE ?1 IS NULL OR owner = ?1 GROUP BY status"
    );

    public long Insert(StoredSchedule schedule, long now)
    {
        _insert.Bind(1, schedule.Owner).Bind(2, (int)schedule.Status).Bind(3, now);
        _insert.Bind(4, Micros.From(schedule.Slot)).Bind(5, Micros.From(schedule.DueAt));
        return _insert.Bind(6, schedule.Name).Bind(7, Fold(schedule.Name)).Number()!.Value;
    }

    /// <summary>Replaces the version that it names; false when there is another.</summary>
    public bool Update(StoredSchedule schedule, long now) =>
        _update
            .Bind(1, schedule.Id)
            .Bind(2, schedule.Version)
            .Bind(3, (int)schedule.Status)
            .Bind(4, now)
            .Bind(5, schedule.Name)
            .Bind(6, Fold(schedule.Name))
            .Number()
            is not null;

    public void PutBody(long id, StoredSchedule schedule) =>
        _putBody
            .Bind(1, id)
            .Bind(2, schedule.Definition.Span)
            .Bind(3, schedule.Metadata.Span)
            .Bind(4, schedule.Payload.BlobId)
            .Bind(5, schedule.Payload.Inline.Span)
            .Run();

    public void Plan(long id, DateTimeOffset? slot, DateTimeOffset? due) =>
        _plan.Bind(1, id).Bind(2, Micros.From(slot)).Bind(3, Micros.From(due)).Run();

    public void Move(ScheduleMove move) =>
        _move
            .Bind(1, move.ScheduleId)
            .Bind(2, Micros.From(move.Slot))
            .Bind(3, Micros.From(move.Next))
            .Bind(4, Micros.From(move.DueAt))
            .Run();

    /// <summary>A schedule; null when there is none.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="whole">With its payload.</param>
    public StoredSchedule? Find(long id, bool whole = true)
    {
        var statement = whole ? _find : _findBare;
        if (!statement.Bind(1, id).Step())
        {
            return null;
        }

        var schedule = new StoredSchedule
        {
            Id = id,
            Owner = statement.Int64(1),
            Status = (ScheduleStatus)statement.Int32(2),
            Version = statement.Int64(3),
            CreatedAt = Micros.ToTime(statement.Int64(4)),
            ChangedAt = Micros.ToTime(statement.Int64(5)),
            Slot = Micros.ToTime(statement.Int64OrNull(6)),
            DueAt = Micros.ToTime(statement.Int64OrNull(7)),
            Runs = statement.Int64(8),
            Name = statement.Text(9),
            Definition = statement.Copy(10),
            Metadata = statement.Copy(11),
            Payload = new Content(whole ? statement.Copy(13) : default, statement.Int64(12)),
        };
        statement.Reset();
        return schedule;
    }

    /// <summary>Whether it is there, and at which slot.</summary>
    public (bool Exists, DateTimeOffset? Slot) FindSlot(long id)
    {
        var exists = _slot.Bind(1, id).Step();
        var slot = exists ? Micros.ToTime(_slot.Int64OrNull(0)) : null;
        _slot.Reset();
        return (exists, slot);
    }

    public List<long> Due(long now, int limit) => _due.Bind(1, now).Bind(2, limit).Numbers();

    public long? Next(long now) => _next.Bind(1, now).Number();

    public void AddRuns(long id, int change) => _addRuns.Bind(1, id).Bind(2, change).Run();

    public void Delete(long id)
    {
        _delete.Bind(1, id).Run();
        _deleteBody.Bind(1, id).Run();
    }

    public void AddCount(long owner, ScheduleStatus status, int change) =>
        _addCount.Bind(1, owner).Bind(2, (int)status).Bind(3, change).Run();

    public ScheduleCounts Counts(long? owner)
    {
        var counts = new long[(int)ScheduleStatus.Disabled + 1];
        _counts.Bind(1, owner);
        while (_counts.Step())
        {
            counts[_counts.Int32(0)] = _counts.Int64(1);
        }

        return new ScheduleCounts(
            counts[(int)ScheduleStatus.Active],
            counts[(int)ScheduleStatus.Paused],
            counts[(int)ScheduleStatus.Disabled]
        );
    }

    /// <summary>The form of a name that searches look at.</summary>
    public static string Fold(string text) => text.ToLowerInvariant();
}
