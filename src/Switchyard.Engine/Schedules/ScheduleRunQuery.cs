using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Schedules;

/// <summary>Which runs of a schedule to list, newest first. A null filter accepts all.</summary>
public sealed record ScheduleRunQuery
{
    /// <summary>The schedule.</summary>
    public required long ScheduleId { get; init; }

    /// <summary>The page, from 1.</summary>
    public int Page { get; init; } = 1;

    /// <summary>Runs on a page, 1 to 1,000.</summary>
    public int Size { get; init; } = 20;

    /// <summary>States to accept.</summary>
    public IReadOnlySet<JobState>? States { get; init; }

    /// <summary>Of failed runs: true for those that failed by timeout only, false for all others only.</summary>
    public bool? TimedOut { get; init; }

    /// <summary>Runs that a filter looks at, the newest ones.</summary>
    public const int ScanLimit = 10_000;

    /// <summary>Whether every run matches.</summary>
    public bool IsUnfiltered => States is null && TimedOut is null;

    /// <summary>Whether a run matches.</summary>
    public bool Accepts(JobState state, FailureReason reason) =>
        States?.Contains(state) != false
        && (TimedOut is not { } timedOut || state != JobState.Failed || timedOut == (reason == FailureReason.Timeout));
}
