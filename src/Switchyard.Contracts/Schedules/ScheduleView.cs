using System.Text.Json.Serialization;
using Switchyard.Contracts.Json;

namespace Switchyard.Contracts.Schedules;

/// <summary>A schedule as it stands.</summary>
public sealed record ScheduleView
{
    /// <summary>From 1.</summary>
    public required long Id { get; init; }

    /// <summary>For people.</summary>
    public required string Name { get; init; }

    /// <summary>What its runs are to do.</summary>
    public required string Type { get; init; }

    /// <summary>active, paused or disabled.</summary>
    public required string Status { get; init; }

    /// <summary>The cron text; absent for one that runs by hand only.</summary>
    public string? Schedule { get; init; }

    /// <summary>The zone of its times.</summary>
    public required string TimeZone { get; init; }

    /// <summary>skip, queue, allow or cancel_previous.</summary>
    public required string Overlap { get; init; }

    /// <summary>one, none or all.</summary>
    public required string CatchUp { get; init; }

    /// <summary>The group of schedules whose runs overlap; absent for the schedule alone.</summary>
    public string? ConcurrencyKey { get; init; }

    /// <summary>What slots run later by, at most.</summary>
    public required long JitterMs { get; init; }

    /// <summary>Tags that a worker must have.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>1 (first) to 9 (last).</summary>
    public required int Priority { get; init; }

    /// <summary>Attempts within one run.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>Upper bound of the wait before the second attempt.</summary>
    public required long BackoffMs { get; init; }

    /// <summary>Cap of that bound.</summary>
    public required long MaxBackoffMs { get; init; }

    /// <summary>The bound of an attempt; absent for none.</summary>
    public long? RunTimeoutMs { get; init; }

    /// <summary>The API that it was made by.</summary>
    public required string Dialect { get; init; }

    /// <summary>The API key that made it; 0 for anonymous callers.</summary>
    public required long Key { get; init; }

    /// <summary>From 1, one more with each change.</summary>
    public required long Version { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was changed last.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The next slot; absent when it does not run of itself.</summary>
    public DateTimeOffset? NextSlot { get; init; }

    /// <summary>When that slot runs: the slot and its jitter.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Runs that are still kept.</summary>
    public required long Runs { get; init; }

    /// <summary>The next five slots; not in a list.</summary>
    public IReadOnlyList<DateTimeOffset>? NextRuns { get; init; }

    /// <summary>What workers get; not in a list.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RawJson Payload { get; init; }
}
