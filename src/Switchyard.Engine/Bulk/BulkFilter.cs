using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Bulk;

/// <summary>Which jobs a bulk action is about. A null filter accepts all.</summary>
public sealed record BulkFilter
{
    /// <summary>States to accept; null for all that the action can be carried out in.</summary>
    public HashSet<JobState>? States { get; init; }

    /// <summary>The door.</summary>
    public Dialect? Dialect { get; init; }

    /// <summary>The owner; 0 for anonymous callers. A caller who sees only its own jobs acts on only these.</summary>
    public long? Owner { get; init; }

    /// <summary>The exact type.</summary>
    public string? Type { get; init; }

    /// <summary>A tag among those that a worker must have.</summary>
    public string? Tag { get; init; }

    /// <summary>Why it failed.</summary>
    public FailureReason? Reason { get; init; }

    /// <summary>Submitted at this time or later.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Submitted before this time.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Whether the kept counts alone can tell how many match.</summary>
    internal bool IsCounted => Reason is null && CreatedFrom is null && CreatedBefore is null;

    /// <summary>A page of what matches.</summary>
    internal JobQuery Query(long? before, int limit) =>
        new()
        {
            States = States,
            Dialect = Dialect,
            Owner = Owner,
            Type = Type,
            Tag = Tag,
            Reason = Reason,
            CreatedFrom = CreatedFrom,
            CreatedBefore = CreatedBefore,
            Before = before,
            Limit = limit,
        };
}
