using System.Text.Json;
using System.Text.Json.Serialization;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Schedules;

/// <summary>Between a schedule as clients see it and as it is kept.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(ScheduleDefinition))]
internal sealed partial class ScheduleJson : JsonSerializerContext
{
    /// <summary>What is kept of a request, but for its slot.</summary>
    public static StoredSchedule Store(
        ScheduleRequest request,
        long owner,
        Dialect door,
        double spread,
        Content payload
    )
    {
        var definition = new ScheduleDefinition
        {
            Door = door,
            Spread = spread,
            Type = request.Type,
            Tags = request.Tags,
            Priority = request.Priority,
            MaxAttempts = request.Retry.MaxAttempts,
            Backoff = request.Retry.Backoff,
            MaxBackoff = request.Retry.MaxBackoff,
            RunTimeout = request.RunTimeout,
            Calendar = request.Calendar,
            TimeZone = request.TimeZone,
            Overlap = request.Overlap,
            CatchUp = request.CatchUp,
            ConcurrencyKey = request.ConcurrencyKey,
            Jitter = request.Jitter,
        };
        return new StoredSchedule
        {
            Owner = owner,
            Status = request.Status,
            Name = request.Name,
            Definition = JsonSerializer.SerializeToUtf8Bytes(definition, Default.ScheduleDefinition),
            Payload = payload,
            Metadata = request.Metadata,
        };
    }

    /// <summary>The definition of what was kept.</summary>
    public static ScheduleDefinition Define(StoredSchedule stored) =>
        JsonSerializer.Deserialize(stored.Definition.Span, Default.ScheduleDefinition)!;

    /// <summary>What was kept, for clients.</summary>
    public static Schedule Read(StoredSchedule stored, ReadOnlyMemory<byte> payload)
    {
        var kept = Define(stored);
        return new Schedule
        {
            Id = stored.Id,
            Owner = stored.Owner,
            Door = kept.Door,
            Version = stored.Version,
            CreatedAt = stored.CreatedAt,
            ChangedAt = stored.ChangedAt,
            Slot = stored.Slot,
            DueAt = stored.DueAt,
            Runs = stored.Runs,
            Request = new ScheduleRequest
            {
                Name = stored.Name,
                Type = kept.Type,
                Tags = kept.Tags,
                Payload = payload,
                Metadata = stored.Metadata,
                Priority = kept.Priority,
                Retry = new RetryPolicy(kept.MaxAttempts, kept.Backoff, kept.MaxBackoff),
                RunTimeout = kept.RunTimeout,
                Calendar = kept.Calendar,
                TimeZone = kept.TimeZone,
                Status = stored.Status,
                Overlap = kept.Overlap,
                CatchUp = kept.CatchUp,
                ConcurrencyKey = kept.ConcurrencyKey,
                Jitter = kept.Jitter,
            },
        };
    }
}
