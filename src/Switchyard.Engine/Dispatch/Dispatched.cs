using Switchyard.Engine.Leases;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Dispatch;

/// <summary>What workers are to hear of a durable round.</summary>
internal sealed class Dispatched
{
    /// <summary>New leases, in order.</summary>
    public List<(HeldLease Lease, LeasedJob Job)> Leased { get; } = [];

    /// <summary>Leases whose attempts were settled, and how long they were held.</summary>
    public List<(HeldLease Lease, SettlementKind Kind, TimeSpan Held)> Ended { get; } = [];

    /// <summary>Leases that ended without a word from their worker.</summary>
    public List<(HeldLease Lease, RevokeReason Reason)> Revoked { get; } = [];

    /// <summary>New leases whose session closed meanwhile: to be given back, nobody ever heard of them.</summary>
    public List<LeasedJob> Orphans { get; } = [];
}
