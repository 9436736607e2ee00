namespace Switchyard.Contracts.Keys;

/// <summary>The body of <c>POST /api/v1/keys</c>.</summary>
public sealed record KeyCreation
{
    /// <summary>For people, 1 to 100 characters.</summary>
    public required string Name { get; init; }

    /// <summary>At least one of <see cref="KeyScopes"/>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>uuid (default) or int: how a dialect with uuid ids gives them to this key's clients.</summary>
    public string? IdFormat { get; init; }

    /// <summary>Unfinished jobs that it may have at once; absent for no limit.</summary>
    public long? MaxQueued { get; init; }

    /// <summary>Requests that it may make a minute; absent for no limit.</summary>
    public int? MaxPerMinute { get; init; }
}
