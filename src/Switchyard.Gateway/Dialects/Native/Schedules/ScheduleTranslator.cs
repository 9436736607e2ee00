using Switchyard.Contracts.Json;
using Switchyard.Contracts.Schedules;
using Switchyard.Engine.Schedules;
using Switchyard.Gateway.Dialects.Native.Jobs;

namespace Switchyard.Gateway.Dialects.Native.Schedules;

/// <summary>Schedules and their runs in the wire's words.</summary>
internal static class ScheduleTranslator
{
    public static ScheduleView View(Schedule schedule)
    {
        var request = schedule.Request;
        return new ScheduleView
        {
            Id = schedule.Id,
            Name = request.Name,
            Type = request.Type,
            Status = ScheduleWords.Of(request.Status),
            Schedule = request.Calendar,
            TimeZone = request.TimeZone,
            Overlap = ScheduleWords.Of(request.Overlap),
            CatchUp = ScheduleWords.Of(request.CatchUp),
            ConcurrencyKey = request.ConcurrencyKey,
            JitterMs = (long)request.Jitter.TotalMilliseconds,
            Tags = request.Tags.Count == 0 ? null : request.Tags,
            Priority = request.Priority,
            MaxAttempts = request.Retry.MaxAttempts,
            BackoffMs = (long)request.Retry.Backoff.TotalMilliseconds,
            MaxBackoffMs = (long)request.Retry.MaxBackoff.TotalMilliseconds,
            RunTimeoutMs = (long?)request.RunTimeout?.TotalMilliseconds,
            Dialect = NativeWords.Of(schedule.Door),
            Key = schedule.Owner,
            Version = schedule.Version,
            CreatedAt = schedule.CreatedAt,
            ChangedAt = schedule.ChangedAt,
            NextSlot = schedule.Slot,
            DueAt = schedule.DueAt,
            Runs = schedule.Runs,
            Payload = new RawJson(request.Payload),
        };
    }

    public static ScheduleRunView View(ScheduleRun run) =>
        new(run.ScheduleId, run.Slot, NativeTranslator.View(run.Job));
}
