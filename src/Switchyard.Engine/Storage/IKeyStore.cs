using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;

namespace Switchyard.Engine.Storage;

/// <summary>API keys, of which only hashes are stored.</summary>
public interface IKeyStore
{
    /// <summary>Stores a key, with the act in the audit, and returns its id, from 1.</summary>
    /// <param name="key">What it is made with.</param>
    /// <param name="audit">The act; its target, empty here, becomes <c>key ID</c>.</param>
    /// <param name="cancellation">Gives it up.</param>
    ValueTask<long> AddAsync(NewApiKey key, AuditEntry audit, CancellationToken cancellation);

    /// <summary>All keys, by id.</summary>
    ValueTask<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation);

    /// <summary>Removes a key, with the act in the audit; false, and no record, when there is none. Its jobs stay.</summary>
    ValueTask<bool> DeleteAsync(long id, AuditEntry audit, CancellationToken cancellation);
}
