namespace Switchyard.Engine.Storage;

/// <summary>A node's own standing in the store.</summary>
public interface INodeStore
{
    /// <summary>
    /// Gives this node a number never given before and puts back the leases of nodes that are known to be dead, in
    /// bounded batches: on SQLite, which one process opens at a time, every node before this one. Their jobs are
    /// pending again: the attempt counts (as lost), a lapse does not, since the node was lost and not the worker.
    /// Leases of node 0 stay: their workers may still renew them.
    /// </summary>
    ValueTask<NodeStart> StartAsync(CancellationToken cancellation);

    /// <summary>Really reads and really writes (without changing anything that matters): for health probes.</summary>
    /// <exception cref="StorageUnavailableException">It could not.</exception>
    ValueTask ProbeAsync(CancellationToken cancellation);
}
