namespace Switchyard.Contracts.Audit;

/// <summary>A page of <c>GET /api/v1/audit?action=&amp;target=&amp;key=&amp;limit=&amp;before=</c>.</summary>
/// <param name="Records">Newest first; may be short, even empty, while there is a next page: the scan is bounded.</param>
/// <param name="Before">Ask for the next page with it; absent on the last.</param>
public sealed record AuditList(IReadOnlyList<AuditRecordView> Records, long? Before);
