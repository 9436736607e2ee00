namespace Switchyard.Contracts.Bulk;

/// <summary>A page of <c>GET /api/v1/bulk?limit=&amp;before=</c>.</summary>
/// <param name="Bulk">Newest first; may be short while there is a next page, since others' are left out.</param>
/// <param name="Before">Ask for the next page with it; absent on the last.</param>
public sealed record BulkList(IReadOnlyList<BulkView> Bulk, long? Before);
