namespace Switchyard.Engine.Bulk;

/// <summary>One page of bulk actions.</summary>
/// <param name="Bulk">Newest first; may be short while there is a next page, since others' are left out.</param>
/// <param name="Before">The cursor of the next page; null at the end.</param>
public sealed record BulkPage(IReadOnlyList<BulkAction> Bulk, long? Before);
