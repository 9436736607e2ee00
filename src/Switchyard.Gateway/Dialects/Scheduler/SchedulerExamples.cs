using Switchyard.Gateway.Dialects.Scheduler.Node;
using Switchyard.Gateway.Dialects.Scheduler.Workers;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>One example of each record that the scheduler API's document shows.</summary>
internal static class SchedulerExamples
{
    private const string Worker =
        """{"id":"worker-001","name":"worker-001","status":"online","last_heartbeat":"2024-01-01T00:00:00Z","current_tasks":2,"max_tasks":10,"tags":["gpu","python"],"types":["http","python","shell"],"enabled":true,"system_info":{"cpu_usage":45.2,"memory_usage":60.8,"disk_usage":35.1}}""";

    /// <summary>By record.</summary>
    public static IReadOnlyDictionary<Type, string> All { get; } =
        new Dictionary<Type, string>
        {
            [typeof(HealthView)] =
                """{"status":"healthy","database":"connected","message_queue":"connected","uptime_seconds":86400,"version":"1.0.0"}""",
            [typeof(ReadinessView)] =
                """{"status":"ready","listening":true,"stopping":false,"store":true,"queue":true}""",
            [typeof(LifeView)] = """{"status":"alive"}""",
            [typeof(WorkerView)] = Worker,
            [typeof(WorkerSettings)] = """{"max_tasks":20,"tags":["cpu","shell"],"enabled":true}""",
            [typeof(WorkerFields)] =
                """{"id":"worker-001","current_tasks":3,"max_tasks":10,"system_info":{"cpu_usage":45.2,"memory_usage":60.8,"disk_usage":35.1}}""",
            [typeof(IReadOnlyList<WorkerView>)] = $"[{Worker}]",
        };

    /// <summary>An example in the envelope.</summary>
    public static string Wrapped(Type record) =>
        $$"""{"success":true,"data":{{All[record]}},"message":"OK","timestamp":"2024-01-01T00:00:00Z"}""";
}
