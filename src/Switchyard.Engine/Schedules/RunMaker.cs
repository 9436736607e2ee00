using Switchyard.Engine.Accounts;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Schedules;

/// <summary>Makes runs of schedules: the one way from a definition to a job.</summary>
internal sealed class RunMaker(RoundLoop loop, LaneTable lanes, SubmitGate gate, IScheduleRunStore runs)
{
    /// <summary>Runs of a group that wait for each other.</summary>
    internal const int MaxWaiting = 1_000;

    /// <summary>Runs of a group that are cancelled to make place for one.</summary>
    private const int MaxCancelled = 1_000;

    /// <summary>Tries to make place: in between, others may make runs too.</summary>
    private const int MaxTries = 3;

    /// <summary>Makes a run.</summary>
    /// <param name="schedule">Its schedule.</param>
    /// <param name="cause">Why; it decides with the schedule's rule what becomes of an overlap.</param>
    /// <param name="slot">What slot it is for; null by hand.</param>
    /// <param name="move">What it moves its schedule by; null leaves it.</param>
    /// <param name="payload">In the place of the schedule's own; null for that.</param>
    /// <param name="caller">Whose limits and rights it counts by.</param>
    /// <param name="cancellation">Gives it up before the store has it.</param>
    public async ValueTask<MadeRun> MakeAsync(
        StoredSchedule schedule,
        RunCause cause,
        DateTimeOffset? slot,
        ScheduleMove? move,
        Content? payload,
        Caller caller,
        CancellationToken cancellation
    )
    {
        var definition = ScheduleJson.Define(schedule);
        var request = new JobRequest { Type = definition.Type, Payload = default };
        var submit = new Submit(Dialect.Scheduler, caller, [request]);
        if (loop.IsOverloaded)
        {
            return new(
                ScheduleAnswerKind.Overloaded,
                Problem: new(null, "More jobs come in than can be stored right now.")
            );
        }

        if (gate.Enter(submit) is { } refused)
        {
            return new(KindOf(refused.Answer), Problem: new(null, refused.Problem ?? ""));
        }

        try
        {
            if (await LaneOfAsync(schedule.Owner, definition, cancellation) is not { } lane)
            {
                return new(ScheduleAnswerKind.Full, Problem: new(null, "There are too many different job types."));
            }

            var waits = Waits(definition.Overlap, cause);
            var job = Translate(definition, lane, payload ?? schedule.Payload) with
            {
                Draft = waits,
                Metadata = RunMetadata.Of(schedule.Id),
            };
            var group = GroupOf(schedule, definition);
            var cancels = definition.Overlap == Overlap.CancelPrevious && !waits;
            var most =
                waits ? MaxWaiting
                : cancels || (definition.Overlap == Overlap.Skip && cause == RunCause.Slot) ? 1
                : (int?)null;
            var submission = new Submission([job], null, new NewRun(schedule.Id, group, slot, most, move));
            return new(ScheduleAnswerKind.Done, await StoreAsync(submission, cancels ? group : null, cancellation));
        }
        finally
        {
            gate.Leave(submit);
        }
    }

    /// <summary>
    /// What runs overlap by: the schedule, or its owner's concurrency key. Apart from each other, and from those of
    /// other owners.
    /// </summary>
    internal static string GroupOf(StoredSchedule schedule, ScheduleDefinition definition) =>
        definition.ConcurrencyKey is { } key ? $"key {schedule.Owner} {key}" : $"schedule {schedule.Id}";

    // The runs of a backfill would skip or cancel each other.
    private static bool Waits(Overlap overlap, RunCause cause) =>
        overlap == Overlap.Queue || (cause == RunCause.Backfill && overlap != Overlap.Allow);

    private async ValueTask<SubmissionResult> StoreAsync(
        Submission submission,
        string? toCancel,
        CancellationToken cancellation
    )
    {
        for (var tries = 1; ; tries++)
        {
            if (
                toCancel is not null
                && await runs.LiveAsync(toCancel, MaxCancelled, cancellation) is { Count: > 0 } live
            )
            {
                // Posted first they are carried out first, in the same round as a rule.
                loop.Post(RoundOperations.Orders([.. live.Select(job => new Order(job, OrderKind.Cancel))]));
            }

            var stored = await loop.RunAsync(RoundOperations.Submit(submission));
            if (toCancel is null || stored.Answer != SubmissionAnswer.Live || tries == MaxTries)
            {
                return stored;
            }
        }
    }

    private ValueTask<Lane?> LaneOfAsync(long owner, ScheduleDefinition definition, CancellationToken cancellation) =>
        lanes.InternAsync(
            Dialect.Scheduler,
            owner,
            definition.Type,
            [.. definition.Tags.Distinct().Order(StringComparer.Ordinal)],
            cancellation
        );

    private static NewJob Translate(ScheduleDefinition definition, Lane lane, Content payload) =>
        new()
        {
            Lane = lane,
            Salt = RandomBits.Salt(),
            Payload = payload,
            Priority = definition.Priority,
            Retry = new RetryPolicy(definition.MaxAttempts, definition.Backoff, definition.MaxBackoff),
            RunTimeout = definition.RunTimeout,
        };

    private static ScheduleAnswerKind KindOf(SubmitAnswer refusal) =>
        refusal switch
        {
            SubmitAnswer.Overloaded => ScheduleAnswerKind.Overloaded,
            SubmitAnswer.Forbidden => ScheduleAnswerKind.Forbidden,
            SubmitAnswer.QueueFull => ScheduleAnswerKind.Full,
            SubmitAnswer.TooLarge => ScheduleAnswerKind.TooLarge,
            SubmitAnswer.Invalid => ScheduleAnswerKind.Invalid,
            _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "No refusal."),
        };
}
