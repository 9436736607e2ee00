namespace Switchyard.Gateway.Dialects.Scheduler.Node;

/// <summary>How the node is.</summary>
/// <param name="Status"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Database"><c>connected</c> when a write reached the store, else <c>disconnected</c>.</param>
/// <param name="MessageQueue">The same of the queue: whether the engine turned a round.</param>
/// <param name="UptimeSeconds">Since its start.</param>
/// <param name="Version">The product's.</param>
internal sealed record HealthView(
    string Status,
    string Database,
    string MessageQueue,
    long UptimeSeconds,
    string Version
);
