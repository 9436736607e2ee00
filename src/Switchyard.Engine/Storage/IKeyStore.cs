using Switchyard.Engine.Accounts;

namespace Switchyard.Engine.Storage;

/// <summary>API keys, of which only hashes are stored.</summary>
public interface IKeyStore
{
    /// <summary>Stores a key and returns its id, from 1.</summary>
    ValueTask<long> AddAsync(NewApiKey key, CancellationToken cancellation);

    /// <summary>All keys, by id.</summary>
    ValueTask<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation);

    /// <summary>Removes a key; false when there is none. Its jobs stay.</summary>
    ValueTask<bool> DeleteAsync(long id, CancellationToken cancellation);
}
