namespace Switchyard.Engine.Diagnostics;

/// <summary>What a probe found.</summary>
/// <param name="Store">The store answered a write.</param>
/// <param name="Queue">The round loop turned.</param>
/// <param name="Uptime">Since the engine started.</param>
/// <param name="Problem">What failed; null when all is well.</param>
public sealed record EngineHealth(bool Store, bool Queue, TimeSpan Uptime, string? Problem)
{
    /// <summary>Both work.</summary>
    public bool IsHealthy => Store && Queue;
}
