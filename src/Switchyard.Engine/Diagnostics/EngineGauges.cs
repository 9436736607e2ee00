using System.Diagnostics.Metrics;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Diagnostics;

/// <summary>Makes the instruments that are read when somebody collects.</summary>
internal static class EngineGauges
{
    private static readonly FailureReason[] Failures = [.. Enum.GetValues<FailureReason>().Where(Says)];

    private static readonly (JobState Outcome, FailureReason Reason)[] Ends =
    [
        (JobState.Succeeded, FailureReason.None),
        (JobState.Cancelled, FailureReason.None),
        .. Failures.Select(reason => (JobState.Failed, reason)),
    ];

    /// <summary>What the engine counted.</summary>
    public static void AddCounts(EngineMetrics metrics)
    {
        var meter = metrics.Meter;
        meter.CreateObservableCounter(
            "switchyard.tasks.enqueued",
            () => metrics.Jobs.All.Select(jobs => Of(jobs.Tally.Submitted, jobs.Name)),
            "{job}",
            "Jobs stored."
        );
        meter.CreateObservableCounter(
            "switchyard.tasks.completed",
            () => metrics.Jobs.All.SelectMany(jobs => Finished(jobs.Name, jobs.Tally)),
            "{job}",
            "Jobs that ended, by outcome; failed ones by reason. Quarantined ones are failed as worker_lost."
        );
        meter.CreateObservableCounter(
            "switchyard.attempts.started",
            () => metrics.Jobs.All.Select(jobs => Of(jobs.Tally.Started, jobs.Name)),
            "{attempt}",
            "Leases given to workers."
        );
        meter.CreateObservableCounter(
            "switchyard.attempts.retried",
            () => metrics.Jobs.All.SelectMany(jobs => Retried(jobs.Name, jobs.Tally)),
            "{attempt}",
            "Attempts that failed or were lost and are followed by another one, by reason."
        );
        meter.CreateObservableCounter(
            "switchyard.leases.expired",
            () => metrics.Jobs.All.Sum(jobs => jobs.Tally.Lost),
            "{lease}",
            "Leases that ended without a word of their worker: it fell silent, or its connection broke."
        );
        meter.CreateObservableCounter(
            "switchyard.settlements",
            () => Each(metrics.Settlements, "answer"),
            "{settlement}",
            "Reports of workers on the end of an attempt, by the answer they got."
        );
        meter.CreateObservableCounter(
            "switchyard.round.operations",
            () => Each(metrics.Operations, "operation"),
            "{operation}",
            "What rounds were made of."
        );
        meter.CreateObservableCounter(
            "switchyard.writes.stale",
            () => Each(metrics.Stale, "operation"),
            "{write}",
            "Writes refused because their lease was no longer their sender's."
        );
        meter.CreateObservableCounter(
            "switchyard.store.refusals",
            () => metrics.RefusedCommits,
            "{round}",
            "Rounds that the store refused."
        );
        meter.CreateObservableCounter(
            "switchyard.logs.dropped",
            () => metrics.DroppedLogBytes,
            "By",
            "Workers' logs that came faster than they can be stored, or while the store was out."
        );
    }

    /// <summary>What stands now.</summary>
    public static void AddStates(
        EngineMetrics metrics,
        LaneTable lanes,
        Dispatcher dispatcher,
        RoundLoop loop,
        WorkerRegistry workers,
        PendingAge pending
    )
    {
        var meter = metrics.Meter;
        meter.CreateObservableGauge(
            "switchyard.tasks",
            () => States(lanes),
            "{job}",
            "Jobs by state, from kept counts."
        );
        meter.CreateObservableGauge(
            "switchyard.tasks.queue.depth",
            () => Depths(lanes),
            "{job}",
            "Jobs that wait for a worker."
        );
        pending.Gauge = meter.CreateObservableGauge(
            "switchyard.tasks.oldest.pending",
            () => pending.Age.TotalSeconds,
            "s",
            "How long ago the oldest job that waits for a worker was submitted."
        );
        meter.CreateObservableGauge(
            "switchyard.leases",
            () => dispatcher.HeldLeases,
            "{lease}",
            "Leases that workers of this node hold."
        );
        meter.CreateObservableGauge(
            "switchyard.workers",
            () => workers.Load().Workers,
            "{worker}",
            "Workers connected."
        );
        meter.CreateObservableGauge(
            "switchyard.worker.slots",
            () => workers.Load().Slots,
            "{slot}",
            "Jobs that connected workers do at once."
        );
        meter.CreateObservableGauge(
            "switchyard.operations.waiting",
            () => loop.Waiting,
            "{operation}",
            "Operations that wait for a round."
        );
        meter.CreateObservableGauge(
            "switchyard.store.up",
            () => metrics.IsStoreOut ? 0 : 1,
            null,
            "1 while the store takes rounds, 0 while it refuses them."
        );
    }

    private static bool Says(FailureReason reason) => reason != FailureReason.None;

    private static Measurement<long> Of(long count, (Dialect Dialect, string Type) jobs) =>
        new(count, new("dialect", MetricWords<Dialect>.Of(jobs.Dialect)), new("type", jobs.Type));

    // What never happened is left out: each type has seven ways to end, and few of them are met.
    private static IEnumerable<Measurement<long>> Finished((Dialect Dialect, string Type) jobs, JobTally tally) =>
        from end in Ends
        let count = tally.Ended(end.Outcome, end.Reason)
        where count > 0 || end.Outcome == JobState.Succeeded
        select new Measurement<long>(
            count,
            new("dialect", MetricWords<Dialect>.Of(jobs.Dialect)),
            new("type", jobs.Type),
            new("outcome", MetricWords<JobState>.Of(end.Outcome)),
            new("reason", Says(end.Reason) ? MetricWords<FailureReason>.Of(end.Reason) : "")
        );

    private static IEnumerable<Measurement<long>> Retried((Dialect Dialect, string Type) jobs, JobTally tally) =>
        from reason in Failures
        let count = tally.TriedAgain(reason)
        where count > 0
        select new Measurement<long>(
            count,
            new("dialect", MetricWords<Dialect>.Of(jobs.Dialect)),
            new("type", jobs.Type),
            new("reason", MetricWords<FailureReason>.Of(reason))
        );

    private static IEnumerable<Measurement<long>> Each<T>(Tally<T> tally, string tag)
        where T : struct, Enum =>
        Enum.GetValues<T>()
            .Select(what => new Measurement<long>(
                tally[what],
                new KeyValuePair<string, object?>(tag, MetricWords<T>.Of(what))
            ));

    private static IEnumerable<Measurement<long>> Depths(LaneTable lanes) =>
        Enum.GetValues<Dialect>()
            .Select(dialect => new Measurement<long>(
                lanes.Count(dialect, null)[JobState.Pending],
                new KeyValuePair<string, object?>("dialect", MetricWords<Dialect>.Of(dialect))
            ));

    private static IEnumerable<Measurement<long>> States(LaneTable lanes) =>
        from dialect in Enum.GetValues<Dialect>()
        let counts = lanes.Count(dialect, null)
        from state in Enum.GetValues<JobState>()
        select new Measurement<long>(
            counts[state],
            new("dialect", MetricWords<Dialect>.Of(dialect)),
            new("state", MetricWords<JobState>.Of(state))
        );
}
