using Switchyard.Engine.Diagnostics;

namespace Switchyard.Gateway.Health;

/// <summary>What a check of the node found.</summary>
/// <param name="IsReady">All listeners are open, and the node is not on its way down.</param>
/// <param name="Engine">What the engine's probe found.</param>
internal sealed record HealthReport(bool IsReady, EngineHealth Engine)
{
    public bool IsHealthy => IsReady && Engine.IsHealthy;
}
