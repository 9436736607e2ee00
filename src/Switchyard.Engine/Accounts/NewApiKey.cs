namespace Switchyard.Engine.Accounts;

/// <summary>What an API key is made with.</summary>
/// <param name="Name">For people, 1 to 100 characters.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="IdFormat">The form in which its jobs' ids are given out.</param>
/// <param name="Hash">SHA-256 of the secret, 32 bytes. The secret has 256 random bits: no slow hash is needed.</param>
/// <param name="MaxQueued">Unfinished jobs it may have at once; null for no limit.</param>
/// <param name="MaxPerMinute">Requests it may make a minute; null for no limit.</param>
public sealed record NewApiKey(
    string Name,
    ApiScopes Scopes,
    IdFormat IdFormat,
    ReadOnlyMemory<byte> Hash,
    long? MaxQueued,
    int? MaxPerMinute
);
