namespace Switchyard.Engine.Workers;

/// <summary>The workers of this node.</summary>
public interface IWorkers
{
    /// <summary>
    /// Puts a worker in service. A connected worker of the same name is replaced: its link is closed, its leases go
    /// back to the queue, its later settlements are refused.
    /// </summary>
    IWorkerSession Connect(WorkerHello hello, IWorkerLink link);

    /// <summary>Connected workers, and those that left within the last 60 s, by name.</summary>
    IReadOnlyList<WorkerStatus> List();
}
