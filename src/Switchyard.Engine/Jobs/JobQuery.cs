namespace Switchyard.Engine.Jobs;

/// <summary>Which jobs to list. A null filter accepts all.</summary>
public sealed record JobQuery
{
    /// <summary>States to accept; null for any.</summary>
    public IReadOnlySet<JobState>? States { get; init; }

    /// <summary>The door.</summary>
    public Dialect? Dialect { get; init; }

    /// <summary>The owner; 0 for anonymous callers.</summary>
    public long? Owner { get; init; }

    /// <summary>The exact type.</summary>
    public string? Type { get; init; }

    /// <summary>A tag among those that a worker must have.</summary>
    public string? Tag { get; init; }

    /// <summary>Why it failed; jobs that did not fail match no reason.</summary>
    public FailureReason? Reason { get; init; }

    /// <summary>Submitted at this time or later.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Submitted before this time.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Only jobs with a smaller id: the cursor of the page before; null for the first page.</summary>
    public long? Before { get; init; }

    /// <summary>Rows on the page, 1 to 1,000.</summary>
    public required int Limit { get; init; }

    /// <summary>Rows to look at before giving the page up as it stands, at least <see cref="Limit"/>.</summary>
    public int ScanLimit { get; init; } = 20_000;
}
