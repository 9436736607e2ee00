namespace Switchyard.Engine.Storage;

/// <summary>A bulk action as it is kept.</summary>
/// <param name="Id">From 1.</param>
/// <param name="IsRunning">Not at its end. One that ended is deleted by retention, 30 days after its last change.</param>
/// <param name="State">What it is and how far it got, opaque; at most 16 KiB.</param>
public sealed record StoredBulk(long Id, bool IsRunning, ReadOnlyMemory<byte> State);
