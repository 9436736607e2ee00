using Microsoft.AspNetCore.Http;
using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Http;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;
using Switchyard.Engine.Workers.Polling;
using LeaseReport = Switchyard.Engine.Workers.Polling.LeaseReport;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>The worker protocol's words and the engine's.</summary>
internal static class WorkerTranslator
{
    public static WorkerHello ToEngine(HelloFrame hello, Caller caller, string address) =>
        new()
        {
            Id = hello.Worker,
            Dialect = Dialect.Native,
            Caller = caller,
            Types = hello.Types,
            Tags = hello.Tags,
            Capacity = hello.Capacity,
            Address = address,
            CanPause = hello.Features.Contains(WorkerFeatures.Pause, StringComparer.Ordinal),
        };

    public static WorkerHello ToEngine(WorkerRegistration worker, Caller caller, string address) =>
        new()
        {
            Id = worker.Worker,
            Dialect = Dialect.Native,
            Caller = caller,
            Types = worker.Types,
            Tags = worker.Tags ?? [],
            Capacity = worker.Capacity ?? 1,
            Address = address,
            CanPause = worker.Features?.Contains(WorkerFeatures.Pause, StringComparer.Ordinal) == true,
        };

    /// <summary>The worker that a request's path names.</summary>
    public static WorkerName NameOf(HttpContext context, Caller caller) =>
        new((string)context.Request.RouteValues["worker"]!, caller);

    public static PollRequest ToEngine(LeaseRequest lease) =>
        new(lease.Max ?? 1, TimeSpan.FromMilliseconds(lease.WaitMs ?? 0));

    /// <summary>A report whose progress is in memory of its own, since the engine keeps it.</summary>
    public static LeaseReport ToEngine(in JobProgress report) =>
        new(
            report.Job,
            report.Token,
            report.Progress.IsEmpty ? default(ReadOnlyMemory<byte>?) : report.Progress.ToArray()
        );

    /// <summary>What a worker says of itself while it lives.</summary>
    public static SignOfLife ToEngine(int? pending, SystemInfo? system) =>
        new(pending, system is null ? null : new SystemUsage(system.CpuUsage, system.MemoryUsage, system.DiskUsage));

    public static WorkerHello Change(WorkerHello hello, UpdateFrame update) =>
        hello with
        {
            Types = update.Types ?? hello.Types,
            Tags = update.Tags ?? hello.Tags,
            Capacity = update.Capacity ?? hello.Capacity,
        };

    /// <summary>A result in memory of its own: the engine keeps it, while the frame's buffer is used again.</summary>
    public static WorkerSettlement ToEngine(in JobResult result) =>
        new(result.Job, result.Token, ToEngine(result.Outcome), result.Result.ToArray(), result.Error);

    public static AssignedJob ToWire(Assignment assignment) =>
        new()
        {
            Job = assignment.Job.Id,
            Token = assignment.Job.Token,
            Uuid = JobRef.ToGuid(assignment.Job.Id, assignment.Job.Salt),
            Attempt = assignment.Job.Attempt,
            Type = assignment.Lane.Route.Type,
            Priority = assignment.Job.Priority,
            CreatedAt = assignment.Job.CreatedAt,
            RunTimeout = assignment.Job.RunTimeout,
            TraceParent = assignment.Job.TraceParent,
            Schedule = assignment.Schedule,
            Payload = assignment.Payload,
            Checkpoint = assignment.Checkpoint,
        };

    public static SettleAnswer ToWire(SettlementAnswer answer) =>
        answer switch
        {
            SettlementAnswer.Settled => SettleAnswer.Settled,
            SettlementAnswer.Repeated => SettleAnswer.Repeated,
            SettlementAnswer.Conflict => SettleAnswer.Conflict,
            SettlementAnswer.Stale => SettleAnswer.Stale,
            SettlementAnswer.Gone => SettleAnswer.Gone,
        };

    public static string ToWire(RevokeReason reason) =>
        reason switch
        {
            RevokeReason.Cancelled => RevokeReasons.Cancelled,
            RevokeReason.Timeout => RevokeReasons.Timeout,
            RevokeReason.Expired => RevokeReasons.Expired,
            RevokeReason.Lapsed => RevokeReasons.Lapsed,
        };

    private static SettlementKind ToEngine(JobOutcome outcome) =>
        outcome switch
        {
            JobOutcome.Succeeded => SettlementKind.Succeeded,
            JobOutcome.Failed => SettlementKind.Failed,
            JobOutcome.FailedForGood => SettlementKind.FailedForGood,
            JobOutcome.Released => SettlementKind.Released,
            JobOutcome.Paused => SettlementKind.Paused,
        };
}
