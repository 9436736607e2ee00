using Switchyard.Contracts.Workers;

namespace Switchyard.Gateway.Dialects.Scheduler.Workers;

/// <summary>A worker.</summary>
/// <param name="Id">Its name, which the paths take.</param>
/// <param name="Name">The same, for people.</param>
/// <param name="Status"><c>online</c>, <c>busy</c> when it holds as many runs as it may, or <c>offline</c>.</param>
/// <param name="LastHeartbeat">Its last sign of life.</param>
/// <param name="CurrentTasks">Runs that it holds; of one that only sends heartbeats, what it last said.</param>
/// <param name="MaxTasks">Runs that it may hold at once.</param>
/// <param name="Tags">What runs may require.</param>
/// <param name="Types">Executors and other types that it does.</param>
/// <param name="Enabled">Whether it gets further runs.</param>
/// <param name="SystemInfo">How busy its machine is; null when it does not say.</param>
internal sealed record WorkerView(
    string Id,
    string Name,
    string Status,
    DateTimeOffset LastHeartbeat,
    int CurrentTasks,
    int MaxTasks,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Types,
    bool Enabled,
    SystemInfo? SystemInfo
);
