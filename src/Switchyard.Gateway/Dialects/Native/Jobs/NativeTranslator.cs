using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Jobs;

namespace Switchyard.Gateway.Dialects.Native.Jobs;

/// <summary>The engine's records in the wire's words.</summary>
internal static class NativeTranslator
{
    public static JobView View(JobSnapshot job) =>
        new()
        {
            Id = job.Id,
            Uuid = job.Uuid,
            Type = job.Lane.Route.Type,
            State = NativeWords.Of(job.State),
            Dialect = NativeWords.Of(job.Lane.Dialect),
            Tags = job.Lane.Route.Tags.Count == 0 ? null : job.Lane.Route.Tags,
            Priority = job.Priority,
            Attempt = job.Attempt,
            MaxAttempts = job.Retry.MaxAttempts,
            CreatedAt = job.CreatedAt,
            DueAt = job.DueAt,
            ExpiresAt = job.ExpiresAt,
            StartedAt = job.StartedAt,
            FinishedAt = job.FinishedAt,
            Worker = job.WorkerId,
            Reason = NativeWords.Of(job.Reason),
            Error = job.Error,
            RunTimeoutMs = (long?)job.RunTimeout?.TotalMilliseconds,
            CallbackUrl = job.CallbackUrl,
            Progress = new RawJson(job.Progress),
        };

    public static JobAttemptView View(JobAttempt attempt) =>
        new(
            attempt.Number,
            attempt.WorkerId,
            attempt.StartedAt,
            attempt.EndedAt,
            NativeWords.Of(attempt.Reason) ?? "error",
            attempt.Error
        );
}
