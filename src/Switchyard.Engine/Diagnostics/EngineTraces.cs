using System.Diagnostics;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Diagnostics;

/// <summary>
/// A job's spans: its submit, each lease and each settlement, in the trace that its submit began or joined. The trace goes
/// with the job through the store, and to its worker. Attributes have the names of OpenTelemetry's conventions for
/// messaging where there is one.
/// </summary>
internal sealed class EngineTraces(LaneTable lanes, string store, TimeProvider clock)
{
    private static readonly ActivitySource Source = new(EngineTelemetry.Name);

    /// <summary>Whether anybody collects them; without, all of this costs a look at a list.</summary>
    public static bool IsOn => Source.HasListeners();

    /// <summary>Begins the span of a submit; null when it is not wanted.</summary>
    public static Activity? BeginSubmit(Submit submit)
    {
        var types = submit.Jobs.Select(job => job.Type).Distinct(StringComparer.Ordinal).Take(2).ToList();
        var span = Source.StartActivity(
            types.Count == 1 ? $"submit {types[0]}" : "submit",
            ActivityKind.Producer,
            ContextOf(submit.TraceParent)
        );
        if (span is { IsAllDataRequested: true })
        {
            Describe(span, "submit", "send", types.Count == 1 ? types[0] : null);
            span.SetTag("messaging.batch.message_count", submit.Jobs.Count);
            span.SetTag("switchyard.dialect", MetricWords<Dialect>.Of(submit.Dialect));
        }

        return span;
    }

    /// <summary>Notes how a submit was answered.</summary>
    public static void NoteSubmitted(Activity? span, SubmitResult result)
    {
        if (result.Answer is SubmitAnswer.Accepted or SubmitAnswer.Repeated)
        {
            span?.SetTag("messaging.message.id", result.FirstId);
        }
        else
        {
            span?.SetStatus(ActivityStatusCode.Error, result.Problem);
            span?.SetTag("error.type", MetricWords<SubmitAnswer>.Of(result.Answer));
        }
    }

    /// <summary>Makes the spans of a durable round. On the round loop, before workers hear of their jobs.</summary>
    public void NoteRound(Round round, RoundResult result, Dispatched dispatched, TimeSpan took)
    {
        if (!IsOn)
        {
            return;
        }

        var end = clock.GetUtcNow();
        var began = end - took;
        NoteCommit(round, result, began, end);
        for (var i = 0; i < dispatched.Leased.Count; i++)
        {
            var (lease, job) = dispatched.Leased[i];
            if (job.TraceParent is not null)
            {
                lease.TraceParent = NoteLease(job, result, began, end) ?? job.TraceParent;
                dispatched.Leased[i] = (lease, job with { TraceParent = lease.TraceParent });
            }
        }

        foreach (var (lease, kind, _) in dispatched.Ended)
        {
            if (lease.TraceParent is not null)
            {
                NoteSettlement(lease, kind, result, began, end);
            }
        }
    }

    private static ActivityContext ContextOf(string? traceParent) =>
        ActivityContext.TryParse(traceParent, null, isRemote: true, out var context) ? context : default;

    private static Activity? Begin(string name, ActivityKind kind, string? parent, DateTimeOffset began) =>
        Source.StartActivity(name, kind, ContextOf(parent), startTime: began);

    private static void Describe(Activity span, string operation, string kind, string? type)
    {
        span.SetTag("messaging.system", "switchyard");
        span.SetTag("messaging.operation.name", operation);
        span.SetTag("messaging.operation.type", kind);
        span.SetTag("messaging.destination.name", type);
    }

    private static void End(Activity span, RoundResult result, DateTimeOffset end)
    {
        span.SetTag("switchyard.round", result.Number);
        span.SetEndTime(end.UtcDateTime);
    }

    private static void NoteSettlement(
        Leases.HeldLease lease,
        SettlementKind kind,
        RoundResult result,
        DateTimeOffset began,
        DateTimeOffset end
    )
    {
        using var span = Begin("settle", ActivityKind.Consumer, lease.TraceParent, began);
        if (span is { IsAllDataRequested: true })
        {
            Describe(span, "settle", "settle", null);
            span.SetTag("messaging.message.id", lease.JobId);
            span.SetTag("switchyard.attempt", lease.Attempt);
            span.SetTag("switchyard.outcome", MetricWords<SettlementKind>.Of(kind));
            if (kind is SettlementKind.Failed or SettlementKind.FailedForGood or SettlementKind.Lost)
            {
                span.SetStatus(ActivityStatusCode.Error);
            }

            End(span, result, end);
        }
    }

    private void NoteCommit(Round round, RoundResult result, DateTimeOffset began, DateTimeOffset end)
    {
        using var span = Begin("commit", ActivityKind.Client, null, began);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("db.system.name", store);
            span.SetTag("db.operation.name", "commit");
            span.SetTag("switchyard.settlements", round.Settlements.Count);
            span.SetTag("switchyard.submissions", round.Submissions.Count);
            span.SetTag("switchyard.transitions", result.Transitions.Count);
            End(span, result, end);
        }
    }

    private string? NoteLease(LeasedJob job, RoundResult result, DateTimeOffset began, DateTimeOffset end)
    {
        var type = lanes.Get(job.LaneId).Route.Type;
        using var span = Begin($"dispatch {type}", ActivityKind.Producer, job.TraceParent, began);
        if (span is { IsAllDataRequested: true })
        {
            Describe(span, "dispatch", "send", type);
            span.SetTag("messaging.message.id", job.Id);
            span.SetTag("switchyard.attempt", job.Attempt);
            span.SetTag("switchyard.waited_ms", (long)(result.At - job.CreatedAt).TotalMilliseconds);
            End(span, result, end);
        }

        return span is { Recorded: true } ? span.Id : null;
    }
}
