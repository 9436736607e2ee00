using System.Diagnostics.Metrics;
using Switchyard.Engine.Callbacks;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Diagnostics;

/// <summary>
/// What the engine measures. Counts are kept in any case, a few additions a round, and read when somebody collects;
/// durations are recorded one by one, and only while somebody listens.
/// </summary>
internal sealed class EngineMetrics : IDisposable
{
    private static readonly InstrumentAdvice<double> Moments = Buckets(first: 0.0001, decades: 5);
    private static readonly InstrumentAdvice<double> Lives = Buckets(first: 0.001, decades: 7);

    private static readonly Dictionary<Dialect, KeyValuePair<string, object?>> Dialects = MetricWords<Dialect>.Tags(
        "dialect"
    );

    private static readonly Dictionary<SettlementKind, KeyValuePair<string, object?>> Ends =
        MetricWords<SettlementKind>.Tags("outcome");

    private static readonly Dictionary<CallbackAnswer, KeyValuePair<string, object?>> Callbacks =
        MetricWords<CallbackAnswer>.Tags("outcome");

    private readonly LaneTable lanes;
    private readonly Histogram<double> waits;
    private readonly Histogram<double> runs;
    private readonly Histogram<double> commits;
    private readonly Histogram<int> sizes;
    private readonly Histogram<double> deliveries;
    private long refusedCommits;
    private long droppedLogBytes;

    /// <param name="engine">Whose they are, since one process may run several.</param>
    /// <param name="lanes">Where jobs belong.</param>
    public EngineMetrics(object engine, LaneTable lanes)
    {
        this.lanes = lanes;
        Meter = new Meter(new MeterOptions(EngineTelemetry.Name) { Scope = engine });
        Jobs = new JobTallies(lanes);
        waits = Meter.CreateHistogram("switchyard.tasks.dispatch.latency", "s", "Submit to first lease.", null, Lives);
        runs = Meter.CreateHistogram("switchyard.tasks.run.duration", "s", "Lease to settlement.", null, Lives);
        commits = Meter.CreateHistogram("switchyard.round.duration", "s", "Commit of a round.", null, Moments);
        deliveries = Meter.CreateHistogram(
            "switchyard.callback.duration",
            "s",
            "One try of a callback.",
            null,
            Moments
        );
        sizes = Meter.CreateHistogram(
            "switchyard.round.size",
            "{operation}",
            "Operations in a round.",
            null,
            new InstrumentAdvice<int>
            {
                HistogramBucketBoundaries = [.. Enumerable.Range(0, 12).Select(power => 1 << power)],
            }
        );
    }

    /// <summary>Where instruments are made.</summary>
    public Meter Meter { get; }

    /// <summary>What became of jobs.</summary>
    public JobTallies Jobs { get; }

    /// <summary>How settlements were answered.</summary>
    public Tally<SettlementAnswer> Settlements { get; } = new();

    /// <summary>What rounds were made of.</summary>
    public Tally<RoundOperationKind> Operations { get; } = new();

    /// <summary>Writes refused because their lease was another's, or nobody's, by then.</summary>
    public Tally<StaleWrite> Stale { get; } = new();

    /// <summary>Commits that the store refused.</summary>
    public long RefusedCommits => Volatile.Read(ref refusedCommits);

    /// <summary>Bytes of workers' logs that came faster than they can be stored, or while the store was out.</summary>
    public long DroppedLogBytes => Volatile.Read(ref droppedLogBytes);

    /// <summary>Whether the store took the last round.</summary>
    public bool IsStoreOut { get; private set; }

    /// <summary>A round is durable. On the round loop.</summary>
    public void NoteRound(Round round, RoundResult result, Dispatched dispatched, TimeSpan took)
    {
        IsStoreOut = false;
        Jobs.Add(result.Transitions);
        var size = Count(round, result, dispatched);
        if (commits.Enabled)
        {
            commits.Record(took.TotalSeconds);
            sizes.Record(size);
            foreach (var (_, job) in dispatched.Leased)
            {
                if (job.Attempt == 1)
                {
                    waits.Record((result.At - job.CreatedAt).TotalSeconds, Dialects[lanes.Get(job.LaneId).Dialect]);
                }
            }

            foreach (var (_, kind, held) in dispatched.Ended)
            {
                runs.Record(held.TotalSeconds, Ends[kind]);
            }
        }
    }

    /// <summary>The store refused a round.</summary>
    public void NoteOutage()
    {
        IsStoreOut = true;
        Interlocked.Increment(ref refusedCommits);
    }

    /// <summary>Something came under a lease that is no longer its sender's.</summary>
    public void NoteStale(StaleWrite what, int count) => Stale.Add((int)what, count);

    /// <summary>Settlements of leases that another session holds, which never reach a round.</summary>
    public void NoteForeign(int count)
    {
        Settlements.Add((int)SettlementAnswer.Stale, count);
        NoteStale(StaleWrite.Settle, count);
    }

    /// <summary>Log lines are lost.</summary>
    public void NoteDroppedLogs(long bytes) => Interlocked.Add(ref droppedLogBytes, bytes);

    /// <summary>A callback was tried.</summary>
    public void NoteCallback(CallbackAnswer answer, TimeSpan took) =>
        deliveries.Record(took.TotalSeconds, Callbacks[answer]);

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    /// <summary>1, 2.5 and 5 of each decade.</summary>
    private static InstrumentAdvice<double> Buckets(double first, int decades) =>
        new()
        {
            HistogramBucketBoundaries =
            [
                .. from decade in Enumerable.Range(0, decades)
                from step in new[] { 1, 2.5, 5 }
                select Math.Round(first * step * Math.Pow(10, decade), 6),
            ],
        };

    private int Count(Round round, RoundResult result, Dispatched dispatched)
    {
        var (submitted, stale) = (0, 0);
        foreach (var submission in round.Submissions)
        {
            submitted += submission.Jobs.Count;
        }

        foreach (var settlement in result.Settlements)
        {
            Settlements.Add((int)settlement.Answer, 1);
            stale += settlement.Answer == SettlementAnswer.Stale ? 1 : 0;
        }

        NoteStale(StaleWrite.Settle, stale);
        NoteStale(StaleWrite.Renew, result.Renewals.Count(renewed => !renewed));
        var leased = dispatched.Leased.Count + dispatched.Orphans.Count;
        Operations.Add((int)RoundOperationKind.Settle, round.Settlements.Count);
        Operations.Add((int)RoundOperationKind.Renew, round.Renewals.Count);
        Operations.Add((int)RoundOperationKind.Order, round.Orders.Count);
        Operations.Add((int)RoundOperationKind.Submit, submitted);
        Operations.Add((int)RoundOperationKind.Claim, leased);
        return round.Settlements.Count + round.Renewals.Count + round.Orders.Count + submitted + leased;
    }
}
