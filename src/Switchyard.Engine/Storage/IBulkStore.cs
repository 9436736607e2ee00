using Switchyard.Engine.Audit;

namespace Switchyard.Engine.Storage;

/// <summary>Bulk actions: what each is to do and how far it got, in the engine's own words.</summary>
public interface IBulkStore
{
    /// <summary>Stores a new one that runs, with its record in the audit, and returns its id, from 1.</summary>
    /// <param name="state">What it is, opaque; at most 16 KiB.</param>
    /// <param name="audit">The act; its target, empty here, becomes <c>bulk ID</c>. Null for none.</param>
    /// <param name="cancellation">Gives it up.</param>
    ValueTask<long> AddAsync(ReadOnlyMemory<byte> state, AuditEntry? audit, CancellationToken cancellation);

    /// <summary>Replaces what is kept of one; nothing happens when it is gone.</summary>
    ValueTask PutAsync(StoredBulk bulk, CancellationToken cancellation);

    /// <summary>The newest ones first.</summary>
    /// <param name="before">Only smaller ids; null for the first page.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<StoredBulk>> ListAsync(long? before, int limit, CancellationToken cancellation);

    /// <summary>Those that run, the oldest first.</summary>
    ValueTask<IReadOnlyList<StoredBulk>> RunningAsync(CancellationToken cancellation);
}
