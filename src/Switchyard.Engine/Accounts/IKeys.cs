namespace Switchyard.Engine.Accounts;

/// <summary>API keys: made, listed, removed, and recognised.</summary>
public interface IKeys
{
    /// <summary>Makes a key with 256 random bits; the secret is in the answer and nowhere else.</summary>
    ValueTask<CreatedKey> CreateAsync(KeyRequest request, CancellationToken cancellation);

    /// <summary>All keys, by id.</summary>
    IReadOnlyList<ApiKey> List();

    /// <summary>Removes a key, which is refused from then on; false when there is none. Its jobs stay.</summary>
    ValueTask<bool> DeleteAsync(long id, CancellationToken cancellation);

    /// <summary>The caller behind a presented key, compared in constant time; null when it is nobody's. Does no I/O.</summary>
    Caller? Authenticate(ReadOnlySpan<char> presented);
}
