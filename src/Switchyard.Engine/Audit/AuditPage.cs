namespace Switchyard.Engine.Audit;

/// <summary>One page of records.</summary>
/// <param name="Records">Newest first; may be short, even empty, while <paramref name="Before"/> is not null: the scan was bounded.</param>
/// <param name="Before">The cursor of the next page; null at the end.</param>
public sealed record AuditPage(IReadOnlyList<AuditRecord> Records, long? Before);
