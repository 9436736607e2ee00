using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Audit;

/// <summary>The audit, as it is kept in the store.</summary>
internal sealed class AuditTrail(IAuditStore store) : IAuditTrail
{
    /// <inheritdoc/>
    public ValueTask RecordAsync(AuditEntry entry, CancellationToken cancellation) =>
        store.AppendAsync(entry, cancellation);

    /// <inheritdoc/>
    public ValueTask<AuditPage> ListAsync(AuditQuery query, CancellationToken cancellation) =>
        store.ListAsync(query, cancellation);
}
