namespace Switchyard.Engine.Storage;

/// <summary>One free slot of a worker.</summary>
/// <param name="WorkerId">The worker's name, kept in the lease and the outcome; at most 255 characters.</param>
/// <param name="Node">The node whose connection holds the worker: its leases die with that node. 0 for a worker that
/// outlives nodes, because it renews its leases over plain HTTP.</param>
/// <param name="Tag">The caller's own number for the slot; comes back in the leased job.</param>
public readonly record struct ClaimSlot(string WorkerId, long Node, int Tag);
