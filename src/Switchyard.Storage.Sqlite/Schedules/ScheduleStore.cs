using Switchyard.Engine.Audit;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Reading;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Time;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Schedules;

/// <summary>Schedules.</summary>
internal sealed class ScheduleStore(
    ReaderPool readers,
    Writer writer,
    StoreTables tables,
    StoreState state,
    LiveRuns live,
    TimeProvider time
) : IScheduleStore
{
    public ValueTask<long> AddAsync(StoredSchedule schedule, AuditEntry audit, CancellationToken cancellation) =>
        writer.RunAsync(
            () =>
            {
                var id = tables.Schedules.Insert(schedule, state.Now);
                tables.Schedules.PutBody(id, schedule);
                tables.Schedules.AddCount(schedule.Owner, schedule.Status, 1);
                tables.Blobs.Use(schedule.Payload, 1, state.Now);
                tables.Audit.Insert(state.Now, audit with { Target = $"schedule {id}" });
                return id;
            },
            cancellation
        );

    public ValueTask<bool> PutAsync(
        StoredSchedule schedule,
        bool keepsSlot,
        AuditEntry audit,
        CancellationToken cancellation
    ) => writer.RunAsync(() => Put(schedule, keepsSlot, audit), cancellation);

    public ValueTask<ScheduleDeletion> DeleteAsync(long id, AuditEntry audit, CancellationToken cancellation) =>
        writer.RunAsync(() => Delete(id, audit), cancellation);

    public ValueTask<StoredSchedule?> GetAsync(long id, CancellationToken cancellation) =>
        readers.ReadAsync(reader => reader.Tables.Schedules.Find(id), cancellation);

    public ValueTask<StoredSchedulePage> ListAsync(ScheduleQuery query, CancellationToken cancellation) =>
        readers.ReadAsync(reader => List(reader.Tables, query), cancellation);

    public ValueTask<ScheduleCounts> CountAsync(long? owner, CancellationToken cancellation) =>
        readers.ReadAsync(reader => reader.Tables.Schedules.Counts(owner), cancellation);

    public ValueTask<DueSchedules> DueAsync(int limit, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return readers.ReadAsync(reader => Due(reader.Tables.Schedules, now, limit), cancellation);
    }

    public async ValueTask AdvanceAsync(IReadOnlyList<ScheduleMove> moves, CancellationToken cancellation) =>
        await writer.RunAsync(
            () =>
            {
                foreach (var move in moves)
                {
                    tables.Schedules.Move(move);
                }

                return true;
            },
            cancellation
        );

    private static StoredSchedulePage List(StoreTables tables, ScheduleQuery query)
    {
        var page = tables.ScheduleLists.Page(query);
        var total = query.Search is null
            ? Count(tables.Schedules.Counts(query.Sees), query.Status)
            : tables.ScheduleLists.Total(query, page);
        return new StoredSchedulePage([.. page.Select(id => tables.Schedules.Find(id, whole: false)!)], total);
    }

    private static long Count(ScheduleCounts counts, ScheduleStatus? status) =>
        status switch
        {
            ScheduleStatus.Active => counts.Active,
            ScheduleStatus.Paused => counts.Paused,
            ScheduleStatus.Disabled => counts.Disabled,
            _ => counts.Total,
        };

    private static DueSchedules Due(ScheduleTable schedules, DateTimeOffset now, int limit)
    {
        var due = schedules.Due(Micros.From(now), limit).Select(id => schedules.Find(id)!).ToList();
        return new DueSchedules(now, due, Micros.ToTime(schedules.Next(Micros.From(now))));
    }

    private bool Put(StoredSchedule schedule, bool keepsSlot, AuditEntry audit)
    {
        if (
            tables.Schedules.Find(schedule.Id, whole: false) is not { } old
            || !tables.Schedules.Update(schedule, state.Now)
        )
        {
            return false;
        }

        tables.Schedules.PutBody(schedule.Id, schedule);
        if (!keepsSlot)
        {
            tables.Schedules.Plan(schedule.Id, schedule.Slot, schedule.DueAt);
        }

        tables.Schedules.AddCount(old.Owner, old.Status, -1);
        tables.Schedules.AddCount(old.Owner, schedule.Status, 1);
        tables.Blobs.Use(schedule.Payload, 1, state.Now);
        tables.Blobs.Use(old.Payload, -1, state.Now);
        tables.Audit.Insert(state.Now, audit);
        return true;
    }

    private ScheduleDeletion Delete(long id, AuditEntry audit)
    {
        if (tables.Schedules.Find(id, whole: false) is not { } schedule)
        {
            return ScheduleDeletion.None;
        }

        if (live.IsAnyOf(id))
        {
            return ScheduleDeletion.Live;
        }

        tables.Schedules.Delete(id);
        tables.Schedules.AddCount(schedule.Owner, schedule.Status, -1);
        tables.Blobs.Use(schedule.Payload, -1, state.Now);
        tables.Audit.Insert(state.Now, audit);
        return ScheduleDeletion.Done;
    }
}
