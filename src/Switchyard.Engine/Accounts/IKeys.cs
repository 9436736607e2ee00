namespace Switchyard.Engine.Accounts;

/// <summary>API keys: made, listed, removed, and recognised.</summary>
public interface IKeys
{
    /// <summary>Makes a key with 256 random bits; the secret is in the answer and nowhere else.</summary>
    ValueTask<CreatedKey> CreateAsync(KeyRequest request, Actor by, CancellationToken cancellation);

    /// <summary>
    /// Makes sure that there is an admin key: the given one (which takes the place of an earlier given or generated
    /// one), or, in a store without any key, a generated one.
    /// </summary>
    /// <param name="given">The operator's own, at least 16 characters; null for none.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <returns>The generated secret, to be shown once; null when none was generated.</returns>
    ValueTask<string?> EnsureAdminAsync(string? given, CancellationToken cancellation);

    /// <summary>All keys, by id.</summary>
    IReadOnlyList<ApiKey> List();

    /// <summary>Whether a caller's key is still there: for what outlasts a request. Always true of those who need none.</summary>
    bool IsKnown(Caller caller);

    /// <summary>Removes a key, which is refused from then on; false when there is none. Its jobs stay.</summary>
    ValueTask<bool> DeleteAsync(long id, Actor by, CancellationToken cancellation);

    /// <summary>The caller behind a presented key, compared in constant time; null when it is nobody's. Does no I/O.</summary>
    Caller? Authenticate(ReadOnlySpan<char> presented);
}
