using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Schedules;

/// <summary>Runs: made by hand or for slots gone by, and read.</summary>
internal sealed partial class ScheduleRegister
{
    /// <summary>Slots that one backfill makes runs of.</summary>
    internal const int MaxBackfill = 1_000;

    /// <summary>Runs of a backfill that go into one round.</summary>
    private const int BackfillBatch = 100;

    /// <inheritdoc/>
    public async ValueTask<ScheduleRunAnswer> TriggerAsync(
        long id,
        ReadOnlyMemory<byte>? payload,
        Actor by,
        CancellationToken cancellation
    )
    {
        if (payload is { } given && ScheduleChecks.TooLarge(given) is { } size)
        {
            return new(ScheduleAnswerKind.TooLarge, Problem: size);
        }

        if (await FindAsync(id, by.Caller.Sees, cancellation) is not { } stored)
        {
            return new(ScheduleAnswerKind.None);
        }

        if (stored.Status == ScheduleStatus.Disabled)
        {
            return new(ScheduleAnswerKind.Disabled, Problem: new("status", "The schedule is disabled."));
        }

        // Another payload is another command: it takes the right to give one.
        var caller = CallerOf(stored, by, mayExec: payload is null);
        var content = payload is { } bytes ? await KeepAsync(bytes, cancellation) : (Content?)null;
        var made = await maker.MakeAsync(stored, RunCause.Hand, null, null, content, caller, cancellation);
        if (made.Kind != ScheduleAnswerKind.Done)
        {
            return new(made.Kind, Problem: made.Problem);
        }

        if (made.Stored.Answer != SubmissionAnswer.Stored)
        {
            return made.Stored.Answer == SubmissionAnswer.Stale ? new(ScheduleAnswerKind.None) : Crowded();
        }

        var job = made.Stored.FirstId;
        var act = by.Does(AuditActions.ScheduleTrigger, $"schedule {id}", $"job {job}");
        await storage.Audit.AppendAsync(act, cancellation);
        return await GetRunAsync(new JobRef(job, null), null, cancellation) is { } run
            ? new(ScheduleAnswerKind.Done, run)
            : new(ScheduleAnswerKind.None); // made, and deleted by somebody since
    }

    /// <inheritdoc/>
    public async ValueTask<BackfillAnswer> BackfillAsync(
        long id,
        DateTimeOffset from,
        DateTimeOffset to,
        int limit,
        Actor by,
        CancellationToken cancellation
    )
    {
        if (await FindAsync(id, by.Caller.Sees, cancellation) is not { } stored)
        {
            return new(ScheduleAnswerKind.None);
        }

        var definition = ScheduleJson.Define(stored);
        if (BadRange(definition, from, to, limit) is { } problem)
        {
            return new(ScheduleAnswerKind.Invalid, Problem: problem);
        }

        if (stored.Status == ScheduleStatus.Disabled)
        {
            return new(ScheduleAnswerKind.Disabled, Problem: new("status", "The schedule is disabled."));
        }

        var calendar = calendars.Get(definition.Calendar!, definition.TimeZone);
        var slots = CalendarCache.Slots(calendar, from, to).Take(limit + 1).ToList();
        var detail = $"{from:u} to {to:u}, {Math.Min(slots.Count, limit)} slots";
        await storage.Audit.AppendAsync(by.Does(AuditActions.ScheduleBackfill, $"schedule {id}", detail), cancellation);
        var answer = new BackfillAnswer(ScheduleAnswerKind.Done, Rest: slots.Count > limit ? slots[limit] : null);
        foreach (var batch in slots.Take(limit).Chunk(BackfillBatch))
        {
            answer = await BackfillAsync(answer, stored, batch, CallerOf(stored, by, mayExec: true), cancellation);
            if (answer.Kind != ScheduleAnswerKind.Done)
            {
                break;
            }
        }

        return answer;
    }

    /// <inheritdoc/>
    public async ValueTask<ScheduleRunPage?> RunsAsync(
        ScheduleRunQuery query,
        long? sees,
        CancellationToken cancellation
    ) =>
        await FindAsync(query.ScheduleId, sees, cancellation) is null
            ? null
            : await storage.ScheduleRuns.ListAsync(query, cancellation);

    /// <inheritdoc/>
    public async ValueTask<ScheduleRun?> GetRunAsync(JobRef job, long? sees, CancellationToken cancellation) =>
        await jobs.GetAsync(job, sees, cancellation) is { } found
        && await storage.ScheduleRuns.FindAsync(found.Id, cancellation) is { } run
            ? new(run.ScheduleId, run.Slot, found)
            : null;

    /// <inheritdoc/>
    public async ValueTask<RunCounts> CountTodayAsync(long? owner, CancellationToken cancellation)
    {
        var today = tally.Today;
        var told = await storage.ScheduleRuns.CountEndsAsync(today, owner, cancellation);
        var untold = tally.Untold(today, owner);
        return new(told.Succeeded + untold.Succeeded, told.Failed + untold.Failed);
    }

    private static ScheduleRunAnswer Crowded() =>
        new(ScheduleAnswerKind.Full, Problem: new(null, $"{RunMaker.MaxWaiting} runs wait for each other already."));

    /// <summary>Who the run counts for: the schedule's owner, by the caller's own limit where they are the same.</summary>
    private static Caller CallerOf(StoredSchedule schedule, Actor by, bool mayExec) =>
        by.Caller with
        {
            Owner = schedule.Owner,
            MaxQueued = by.Caller.Owner == schedule.Owner ? by.Caller.MaxQueued : null,
            Scopes = by.Caller.Scopes | (mayExec ? ApiScopes.Exec : ApiScopes.None),
        };

    private ScheduleProblem? BadRange(
        ScheduleDefinition definition,
        DateTimeOffset from,
        DateTimeOffset to,
        int limit
    ) =>
        limit is < 1 or > MaxBackfill ? new("limit", $"1 to {MaxBackfill}")
        : definition.Calendar is null ? new("schedule", "The schedule runs by hand only: it has no slots.")
        : from < DateTimeOffset.UnixEpoch ? new("from", "not before 1970")
        : from > to ? new("from", "not later than to")
        : to > clock.GetUtcNow() ? new("to", "not later than now")
        : null;

    private async ValueTask<BackfillAnswer> BackfillAsync(
        BackfillAnswer answer,
        StoredSchedule schedule,
        DateTimeOffset[] slots,
        Caller caller,
        CancellationToken cancellation
    )
    {
        var made = await Task.WhenAll(
            slots.Select(slot =>
                maker.MakeAsync(schedule, RunCause.Backfill, slot, null, null, caller, cancellation).AsTask()
            )
        );
        answer = answer with
        {
            Made =
                answer.Made
                + made.Count(run => run is { Kind: ScheduleAnswerKind.Done, Stored.Answer: SubmissionAnswer.Stored }),
            Repeated = answer.Repeated + made.Count(run => run.Stored.Answer == SubmissionAnswer.Repeated),
        };
        var refused = made.FirstOrDefault(run => run.Kind != ScheduleAnswerKind.Done);
        return refused.Problem is { } problem ? answer with { Kind = refused.Kind, Problem = problem }
            : made.Any(run => run.Stored.Answer == SubmissionAnswer.Stale)
                ? answer with
                {
                    Kind = ScheduleAnswerKind.None,
                }
            : made.Any(run => run.Stored.Answer == SubmissionAnswer.Live)
                ? answer with
                {
                    Kind = ScheduleAnswerKind.Full,
                    Problem = Crowded().Problem,
                }
            : answer;
    }
}
