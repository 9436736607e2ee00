namespace Switchyard.Engine.Storage;

/// <summary>The hot path: everything that moves a job goes through this one method.</summary>
public interface IRoundStore
{
    /// <summary>
    /// Applies a round in one transaction and returns once it is durable. Called by one caller at a time; the round is
    /// not changed until the answer is there. A round that fails has changed nothing.
    /// The caller may go on on the thread that writes: until it commits the next round or awaits something else, nothing
    /// is written, so it must not block.
    /// </summary>
    /// <param name="round">What to do.</param>
    /// <param name="cancellation">Before anything was sent: ends it with nothing changed. While a store whose connection broke
    /// looks for what became of the round: gives that up, as fatal.</param>
    /// <exception cref="StorageUnavailableException">The store cannot write now (disk full, read-only, connection lost); it may later.</exception>
    /// <exception cref="StorageFatalException">What is durable is unknown (a failed sync): the process must end.</exception>
    ValueTask<RoundResult> CommitAsync(Round round, CancellationToken cancellation);
}
