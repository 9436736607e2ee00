namespace Switchyard.Engine.Diagnostics;

/// <summary>Whether the engine can do its work.</summary>
public interface IEngineHealth
{
    /// <summary>Really writes to the store and really turns a round; says what failed.</summary>
    ValueTask<EngineHealth> ProbeAsync(CancellationToken cancellation);
}
