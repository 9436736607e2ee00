using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Leases;

/// <summary>The leases that sessions of this node hold, by job. Guarded by the dispatcher's lock.</summary>
internal sealed class LeaseTable
{
    private readonly Dictionary<long, HeldLease> byJob = [];

    /// <summary>Leases held.</summary>
    public int Count => byJob.Count;

    /// <summary>Those that end with this node: of connected workers.</summary>
    public int BoundCount { get; private set; }

    /// <summary>All of them.</summary>
    public IEnumerable<HeldLease> All => byJob.Values;

    /// <summary>The lease of a job; null when this node does not hold it.</summary>
    public HeldLease? Find(long jobId) => byJob.GetValueOrDefault(jobId);

    /// <summary>The lease of a job under this token; null when this node does not hold it.</summary>
    public HeldLease? Find(long jobId, long token) =>
        byJob.TryGetValue(jobId, out var lease) && lease.Token == token ? lease : null;

    /// <summary>The lease of a job that this session holds; null when it does not.</summary>
    public HeldLease? Find(long jobId, WorkerSession session) =>
        byJob.TryGetValue(jobId, out var lease) && lease.Session == session ? lease : null;

    /// <summary>Notes a lease just given out.</summary>
    public void Add(HeldLease lease)
    {
        byJob[lease.JobId] = lease;
        BoundCount += lease.Session.Polls is null ? 1 : 0;
        lease.Session.Leases.Add(lease);
    }

    /// <summary>Drops a lease under this token; null when it is not held.</summary>
    public HeldLease? Remove(long jobId, long token)
    {
        if (Find(jobId, token) is not { } lease)
        {
            return null;
        }

        byJob.Remove(jobId);
        BoundCount -= lease.Session.Polls is null ? 1 : 0;
        lease.Session.Leases.Remove(lease);
        return lease;
    }
}
