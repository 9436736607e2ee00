using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Bulk;

/// <summary>A bulk action as a client asks for it.</summary>
/// <param name="Order">What to do to each job.</param>
/// <param name="Filter">To which jobs.</param>
/// <param name="IsDryRun">Only count them.</param>
public sealed record BulkRequest(OrderKind Order, BulkFilter Filter, bool IsDryRun);
