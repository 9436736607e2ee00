using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Bulk;

/// <summary>An order to all jobs that match a filter, carried out in batches beside the daily work. Immutable.</summary>
public sealed record BulkAction
{
    /// <summary>From 1.</summary>
    public required long Id { get; init; }

    /// <summary>What is done to each job.</summary>
    public required OrderKind Order { get; init; }

    /// <summary>Which jobs.</summary>
    public required BulkFilter Filter { get; init; }

    /// <summary>Only counts what matches.</summary>
    public required bool IsDryRun { get; init; }

    /// <summary>The API key that started it; 0 for anonymous callers.</summary>
    public required long Owner { get; init; }

    /// <summary>When it was started.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it ended; null before.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public BulkStatus Status { get; init; }

    /// <summary>How many jobs matched when it was started, by the kept counts; null when these cannot tell.</summary>
    public long? Expected { get; init; }

    /// <summary>Jobs that matched so far.</summary>
    public long Matched { get; init; }

    /// <summary>Of these, jobs that the order was carried out on. After a crash those of the last second are not counted.</summary>
    public long Done { get; init; }

    /// <summary>Of these, jobs that had changed state meanwhile and were left alone.</summary>
    public long Refused { get; init; }

    /// <summary>Jobs with this id and greater ones are behind it; null at the start.</summary>
    public long? Cursor { get; init; }
}
