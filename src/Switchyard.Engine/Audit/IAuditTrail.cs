namespace Switchyard.Engine.Audit;

/// <summary>Who did what, when and from where.</summary>
public interface IAuditTrail
{
    /// <summary>Records an act that the engine does not carry out itself.</summary>
    ValueTask RecordAsync(AuditEntry entry, CancellationToken cancellation);

    /// <summary>Records that match, newest first.</summary>
    ValueTask<AuditPage> ListAsync(AuditQuery query, CancellationToken cancellation);
}
