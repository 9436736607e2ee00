namespace Switchyard.Engine.Accounts;

/// <summary>What a new key shall be. The door validates: a name of 1 to 100 characters, at least one scope, limits of at least 1.</summary>
public sealed record KeyRequest(
    string Name,
    ApiScopes Scopes,
    IdFormat IdFormat = IdFormat.Uuid,
    long? MaxQueued = null,
    int? MaxPerMinute = null
);
