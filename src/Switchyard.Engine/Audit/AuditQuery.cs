namespace Switchyard.Engine.Audit;

/// <summary>Which records to list. A null filter accepts all.</summary>
public sealed record AuditQuery
{
    /// <summary>The exact action.</summary>
    public string? Action { get; init; }

    /// <summary>The exact target.</summary>
    public string? Target { get; init; }

    /// <summary>The key that acted; 0 for anonymous callers and the node itself.</summary>
    public long? KeyId { get; init; }

    /// <summary>Only records with a smaller id: the cursor of the page before; null for the first page.</summary>
    public long? Before { get; init; }

    /// <summary>Rows on the page, 1 to 1,000.</summary>
    public required int Limit { get; init; }

    /// <summary>Rows to look at before giving the page up as it stands, at least <see cref="Limit"/>.</summary>
    public int ScanLimit { get; init; } = 20_000;
}
