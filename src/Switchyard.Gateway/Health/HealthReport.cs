using Switchyard.Engine.Diagnostics;

namespace Switchyard.Gateway.Health;

/// <summary>What a check of the node found.</summary>
/// <param name="IsListening">All listeners are open.</param>
/// <param name="IsStopping">The node is on its way down.</param>
/// <param name="Engine">What the engine's probe found.</param>
internal sealed record HealthReport(bool IsListening, bool IsStopping, EngineHealth Engine)
{
    /// <summary>Whether it can be given work.</summary>
    public bool IsHealthy => IsListening && !IsStopping && Engine.IsHealthy;
}
