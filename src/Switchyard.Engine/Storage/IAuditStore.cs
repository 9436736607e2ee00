using Switchyard.Engine.Audit;

namespace Switchyard.Engine.Storage;

/// <summary>
/// The record of who did what. Acts that have a transaction of their own (an order, a key) are recorded in it; this is for
/// the others, and for reading.
/// </summary>
public interface IAuditStore
{
    /// <summary>Records an act durably.</summary>
    ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellation);

    /// <summary>Records that match, newest first.</summary>
    ValueTask<AuditPage> ListAsync(AuditQuery query, CancellationToken cancellation);
}
