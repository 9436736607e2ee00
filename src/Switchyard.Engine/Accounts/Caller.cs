namespace Switchyard.Engine.Accounts;

/// <summary>Who makes a request, as far as the engine cares.</summary>
/// <param name="Owner">The API key's id; 0 for all anonymous callers together.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="IdFormat">The form of ids in its answers.</param>
/// <param name="MaxQueued">Unfinished jobs it may have; null for no limit.</param>
/// <param name="MaxPerMinute">Requests it may make a minute; null for no limit.</param>
/// <param name="KeyName">The key's name, for people.</param>
public sealed record Caller(
    long Owner,
    ApiScopes Scopes,
    IdFormat IdFormat,
    long? MaxQueued,
    int? MaxPerMinute = null,
    string KeyName = ""
)
{
    /// <summary>The caller without a key, on a listener that asks for none.</summary>
    public static Caller Anonymous { get; } =
        new(0, ApiScopes.Read | ApiScopes.Submit | ApiScopes.Work, IdFormat.Uuid, null, KeyName: "anonymous");

    /// <summary>Whether it may do this; admin may do everything.</summary>
    public bool May(ApiScopes scope) => (Scopes & (scope | ApiScopes.Admin)) != 0;

    /// <summary>Whose jobs it sees: its own, or with admin everybody's (null).</summary>
    public long? Sees => (Scopes & ApiScopes.Admin) != 0 ? null : Owner;
}
