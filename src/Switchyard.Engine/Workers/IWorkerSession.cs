using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Workers;

/// <summary>
/// One connection of a worker. Everything that it writes is predicated on the leases of this session: what it no longer
/// holds is answered as stale. While the session is open its leases are renewed for it.
/// </summary>
public interface IWorkerSession : IAsyncDisposable
{
    /// <summary>The token of a job that this session holds; false when it does not.</summary>
    bool TryGetLease(long jobId, out long token);

    /// <summary>
    /// Ends attempts, in one round with all that is going on. While the store is unavailable the settlements are kept
    /// and tried again (a worker's result is not lost to a full disk), so this may take long.
    /// </summary>
    /// <returns>One answer a settlement, in order.</returns>
    ValueTask<IReadOnlyList<SettlementResult>> SettleAsync(
        IReadOnlyList<WorkerSettlement> settlements,
        CancellationToken cancellation
    );

    /// <summary>Keeps the job's last progress (opaque JSON, at most 16 KiB), written at most once a second. False when the lease is not held.</summary>
    bool Progress(long jobId, long token, ReadOnlyMemory<byte> progress);

    /// <summary>Appends to the attempt's log: UTF-8 text, split into lines here, bounded a job. False when the lease is not held.</summary>
    bool Log(long jobId, long token, ReadOnlyMemory<byte> text);

    /// <summary>
    /// Completes when there is room for more log: lines that come faster than they can be stored are lost, of whoever does
    /// not wait for this between two frames.
    /// </summary>
    Task WhenLogHasRoomAsync(CancellationToken cancellation);

    /// <summary>A sign of life, with what the worker says of itself.</summary>
    void Seen(SignOfLife sign);

    /// <summary>Changes what it said: capacity, types, tags. Jobs held stay held.</summary>
    void Update(WorkerHello hello);

    /// <summary>The worker wants no further jobs.</summary>
    void Drain();

    /// <summary>Ends the session: the leases it still holds go back to the queue as lost (they count towards quarantine). Idempotent.</summary>
    new ValueTask DisposeAsync();
}
