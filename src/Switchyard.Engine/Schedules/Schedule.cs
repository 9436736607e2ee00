using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Schedules;

/// <summary>A definition that makes jobs, its runs, by a cron text or by hand. Immutable.</summary>
public sealed record Schedule
{
    /// <summary>From 1; never given again.</summary>
    public required long Id { get; init; }

    /// <summary>The API key that made it, 0 for anonymous callers; its runs are the same owner's.</summary>
    public required long Owner { get; init; }

    /// <summary>The API that it was made by; whose <see cref="ScheduleRequest.Metadata"/> it has.</summary>
    public required Dialect Door { get; init; }

    /// <summary>From 1, one more with each change by a client.</summary>
    public required long Version { get; init; }

    /// <summary>What was asked for. On the page of a list without its payload.</summary>
    public required ScheduleRequest Request { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a client changed it last.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>The next slot; null when it does not run of itself, or never again.</summary>
    public DateTimeOffset? Slot { get; init; }

    /// <summary>When that slot is fired: at the slot and its jitter.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Runs that are still kept.</summary>
    public long Runs { get; init; }
}
