namespace Switchyard.Engine.Diagnostics;

/// <summary>What collectors ask for.</summary>
public static class EngineTelemetry
{
    /// <summary>The name of the engine's meter and of its source of traces.</summary>
    public const string Name = "Switchyard";
}
