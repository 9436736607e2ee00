namespace Switchyard.Contracts.Bulk;

/// <summary>A bulk action and how far it got.</summary>
public sealed record BulkView
{
    /// <summary>From 1.</summary>
    public required long Id { get; init; }

    /// <summary>start, pause, resume, cancel, retry or delete.</summary>
    public required string Action { get; init; }

    /// <summary>running, done, stopped or failed.</summary>
    public required string Status { get; init; }

    /// <summary>Whether it only counts.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Which jobs.</summary>
    public required BulkFilterView Filter { get; init; }

    /// <summary>How many jobs matched when it was started; absent when only a walk can tell.</summary>
    public long? Expected { get; init; }

    /// <summary>Jobs that matched so far.</summary>
    public required long Matched { get; init; }

    /// <summary>Of these, jobs that it was carried out on.</summary>
    public required long Done { get; init; }

    /// <summary>Of these, jobs that had changed state meanwhile and were left alone.</summary>
    public required long Refused { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended; absent before.</summary>
    public DateTimeOffset? EndedAt { get; init; }
}
