namespace Switchyard.Bench.Servers;

/// <summary>Environments under which a server is measured.</summary>
internal static class ServerSettings
{
    /// <summary>Commits without waiting for the disk: what the work costs when durability is free.</summary>
    public static IReadOnlyDictionary<string, string> WithoutSync { get; } =
        new Dictionary<string, string> { ["SWITCHYARD_Storage__Synchronous"] = "OFF" };

    /// <summary>Measures nothing.</summary>
    public static IReadOnlyDictionary<string, string> WithoutMetrics { get; } =
        new Dictionary<string, string> { ["SWITCHYARD_Telemetry__Metrics"] = "false" };
}
