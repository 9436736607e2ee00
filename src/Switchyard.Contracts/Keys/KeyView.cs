namespace Switchyard.Contracts.Keys;

/// <summary>A key without its secret.</summary>
/// <param name="Id">From 1.</param>
/// <param name="Name">For people.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="IdFormat">uuid or int.</param>
/// <param name="MaxQueued">Unfinished jobs that it may have at once; absent for no limit.</param>
/// <param name="MaxPerMinute">Requests that it may make a minute; absent for no limit.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record KeyView(
    long Id,
    string Name,
    IReadOnlyList<string> Scopes,
    string IdFormat,
    long? MaxQueued,
    int? MaxPerMinute,
    DateTimeOffset CreatedAt
);
