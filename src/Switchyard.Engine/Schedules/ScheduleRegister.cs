using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Schedules;

/// <summary>Schedules for the doors: checks, ownership, and the way into the store.</summary>
internal sealed partial class ScheduleRegister(
    IStorage storage,
    IJobs jobs,
    ScheduleChecks checks,
    CalendarCache calendars,
    RunMaker maker,
    RunTally tally,
    ScheduleLoop loop,
    TimeProvider clock
) : ISchedules
{
    /// <summary>Schedules in all; beyond it none is made.</summary>
    internal const int MaxSchedules = 1_000_000;

    /// <summary>Changes of others that a change gives way to.</summary>
    private const int MaxTries = 10;

    private readonly IScheduleStore store = storage.Schedules;

    /// <inheritdoc/>
    public async ValueTask<ScheduleAnswer> CreateAsync(
        ScheduleRequest request,
        Actor by,
        CancellationToken cancellation
    )
    {
        if (checks.Refuse(request, by.Caller) is { } refused)
        {
            return refused;
        }

        if ((await store.CountAsync(null, cancellation)).Total >= MaxSchedules)
        {
            return new(ScheduleAnswerKind.Full, Problem: new(null, $"There are {MaxSchedules} schedules at most."));
        }

        var payload = await KeepAsync(request.Payload, cancellation);
        var kept = ScheduleJson.Store(
            request,
            by.Caller.Owner,
            by.Door ?? Dialect.Native,
            RandomBits.Jitter(),
            payload
        );
        var act = by.Does(AuditActions.ScheduleCreate, "", request.Name);
        var id = await store.AddAsync(Plan(kept), act, cancellation);
        loop.Wake();
        return new(ScheduleAnswerKind.Done, await GetAsync(id, null, cancellation));
    }

    /// <inheritdoc/>
    public async ValueTask<Schedule?> GetAsync(long id, long? sees, CancellationToken cancellation) =>
        await FindAsync(id, sees, cancellation) is { } found
            ? ScheduleJson.Read(found, await jobs.ReadAsync(found.Payload, cancellation))
            : null;

    /// <inheritdoc/>
    public async ValueTask<SchedulePage> ListAsync(ScheduleQuery query, CancellationToken cancellation)
    {
        var page = await store.ListAsync(query, cancellation);
        return new([.. page.Schedules.Select(schedule => ScheduleJson.Read(schedule, default))], page.Total);
    }

    /// <inheritdoc/>
    public async ValueTask<ScheduleAnswer> ChangeAsync(
        long id,
        Func<ScheduleRequest, ScheduleRequest> change,
        long? version,
        Actor by,
        CancellationToken cancellation
    )
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await FindAsync(id, by.Caller.Sees, cancellation) is not { } stored)
            {
                return new(ScheduleAnswerKind.None);
            }

            if (version is { } wanted && wanted != stored.Version)
            {
                break;
            }

            var old = ScheduleJson.Read(stored, await jobs.ReadAsync(stored.Payload, cancellation));
            var request = change(old.Request);
            if (checks.Refuse(request, by.Caller) is { } refused)
            {
                return refused;
            }

            if (await PutAsync(stored, old.Request, request, by, cancellation))
            {
                loop.Wake();
                return new(ScheduleAnswerKind.Done, await GetAsync(id, null, cancellation));
            }
        }

        return new(ScheduleAnswerKind.Conflict, Problem: new("version", "The schedule was changed meanwhile."));
    }

    /// <inheritdoc/>
    public async ValueTask<ScheduleAnswerKind> DeleteAsync(long id, Actor by, CancellationToken cancellation)
    {
        if (await FindAsync(id, by.Caller.Sees, cancellation) is not { } stored)
        {
            return ScheduleAnswerKind.None;
        }

        var act = by.Does(AuditActions.ScheduleDelete, $"schedule {id}", stored.Name);
        return await store.DeleteAsync(id, act, cancellation) switch
        {
            ScheduleDeletion.Done => ScheduleAnswerKind.Done,
            ScheduleDeletion.Live => ScheduleAnswerKind.Live,
            _ => ScheduleAnswerKind.None,
        };
    }

    /// <inheritdoc/>
    public SchedulePreview Preview(string calendar, string timeZone, DateTimeOffset? after, int count)
    {
        if (count is < 1 or > 1_000)
        {
            return new([], new("count", "1 to 1000"));
        }

        if (after is { Year: < 1970 or > 2200 })
        {
            return new([], new("after", "from 1970 to 2200"));
        }

        if (checks.BadCalendar(calendar, timeZone) is { } problem)
        {
            return new([], problem);
        }

        var from = (after ?? clock.GetUtcNow()).AddTicks(1);
        var slots = CalendarCache.Slots(calendars.Get(calendar, timeZone), from, DateTimeOffset.MaxValue);
        return new([.. slots.Take(count)]);
    }

    /// <inheritdoc/>
    public ValueTask<ScheduleCounts> CountAsync(long? owner, CancellationToken cancellation) =>
        store.CountAsync(owner, cancellation);

    private async ValueTask<bool> PutAsync(
        StoredSchedule stored,
        ScheduleRequest before,
        ScheduleRequest request,
        Actor by,
        CancellationToken cancellation
    )
    {
        var definition = ScheduleJson.Define(stored);
        var payload = request.Payload.Equals(before.Payload)
            ? stored.Payload
            : await KeepAsync(request.Payload, cancellation);
        var changed = ScheduleJson.Store(request, stored.Owner, definition.Door, definition.Spread, payload) with
        {
            Id = stored.Id,
            Version = stored.Version,
        };
        var keepsSlot =
            (before.Calendar, before.TimeZone, before.Status, before.Jitter)
            == (request.Calendar, request.TimeZone, request.Status, request.Jitter);
        var act = by.Does(AuditActions.ScheduleChange, $"schedule {stored.Id}", request.Name);
        return await store.PutAsync(keepsSlot ? changed : Plan(changed), keepsSlot, act, cancellation);
    }

    /// <summary>Puts it at its next slot from now on.</summary>
    private StoredSchedule Plan(StoredSchedule schedule)
    {
        var definition = ScheduleJson.Define(schedule);
        if (schedule.Status != ScheduleStatus.Active || definition.Calendar is not { } text)
        {
            return schedule;
        }

        var slot = calendars.Get(text, definition.TimeZone).Next(clock.GetUtcNow());
        return schedule with { Slot = slot, DueAt = slot is { } at ? definition.DueAt(at) : null };
    }

    private async ValueTask<StoredSchedule?> FindAsync(long id, long? sees, CancellationToken cancellation) =>
        await store.GetAsync(id, cancellation) is { } found && (sees is null || sees == found.Owner) ? found : null;

    private async ValueTask<Content> KeepAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellation) =>
        payload.Length <= Content.InlineLimit
            ? new Content(payload)
            : new Content(default, await storage.Blobs.WriteAsync(payload, cancellation));
}
