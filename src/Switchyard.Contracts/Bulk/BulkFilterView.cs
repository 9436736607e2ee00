namespace Switchyard.Contracts.Bulk;

/// <summary>Which jobs a bulk action is about; what is absent accepts all.</summary>
public sealed record BulkFilterView
{
    /// <summary>States, of those that the action can be carried out in.</summary>
    public IReadOnlyList<string>? State { get; init; }

    /// <summary>The exact type.</summary>
    public string? Type { get; init; }

    /// <summary>The API that they came in by.</summary>
    public string? Dialect { get; init; }

    /// <summary>A tag among those that a worker must have.</summary>
    public string? Tag { get; init; }

    /// <summary>The API key that submitted them, by its id; 0 for anonymous callers. Of use to admins only.</summary>
    public long? Key { get; init; }

    /// <summary>Why they failed.</summary>
    public string? Reason { get; init; }

    /// <summary>Submitted at this time or later.</summary>
    public DateTimeOffset? CreatedFrom { get; init; }

    /// <summary>Submitted before this time.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }
}
