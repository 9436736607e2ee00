namespace Switchyard.Contracts.Bulk;

/// <summary>The body of <c>POST /api/v1/bulk</c>.</summary>
public sealed record BulkCreation
{
    /// <summary>start, pause, resume, cancel, retry or delete.</summary>
    public required string Action { get; init; }

    /// <summary>Which jobs; absent for all that the action can be carried out on and the caller sees.</summary>
    public BulkFilterView? Filter { get; init; }

    /// <summary>Only count them; default false.</summary>
    public bool? DryRun { get; init; }
}
