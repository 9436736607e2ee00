using Switchyard.Engine.Accounts;
using Switchyard.Engine.Workers.Polling;

namespace Switchyard.Engine.Workers;

/// <summary>The workers of this node.</summary>
public interface IWorkers
{
    /// <summary>
    /// Puts a worker in service. A connected worker of the same name is replaced: its link is closed, its leases go
    /// back to the queue, its later settlements are refused. Of the server's own worker the new one is closed instead.
    /// </summary>
    IWorkerSession Connect(WorkerHello hello, IWorkerLink link);

    /// <summary>
    /// Connected workers, those that left within the last 60 s, and those that sent a heartbeat by hand within 24 hours, by
    /// name.
    /// </summary>
    IReadOnlyList<WorkerStatus> List();

    /// <summary>One of the list; null when it has none of this name.</summary>
    WorkerStatus? Find(string worker);

    /// <summary>
    /// Sets something of a worker over what it says itself, at once, and audits it. It holds for all connections under
    /// this name until the node ends; of more than 10,000 names the first is forgotten.
    /// </summary>
    /// <param name="worker">One of the list.</param>
    /// <param name="by">Who: an admin, or whose key the worker has.</param>
    /// <param name="change">What.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <returns>Granted, Unknown or Denied.</returns>
    /// <exception cref="Storage.StorageUnavailableException">It cannot be audited now, and is not done.</exception>
    ValueTask<PollingAccess> ChangeAsync(string worker, Actor by, WorkerChange change, CancellationToken cancellation);

    /// <summary>
    /// Takes a heartbeat by hand. Of a name that is not in service it registers a worker that is known by its heartbeats
    /// alone: offline after 30 s without one, forgotten after 24 hours, 10,000 at most.
    /// </summary>
    /// <returns>Granted, Registered, Denied or Full.</returns>
    PollingAccess Report(WorkerName worker, WorkerReport report);
}
