namespace Switchyard.Engine.Audit;

/// <summary>A recorded act.</summary>
/// <param name="Id">From 1, in the order of recording.</param>
/// <param name="At">The store's clock.</param>
/// <param name="Entry">What was done by whom.</param>
public sealed record AuditRecord(long Id, DateTimeOffset At, AuditEntry Entry);
