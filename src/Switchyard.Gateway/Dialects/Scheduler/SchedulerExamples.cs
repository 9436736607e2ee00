using Switchyard.Gateway.Dialects.Scheduler.Node;
using Switchyard.Gateway.Dialects.Scheduler.Runs;
using Switchyard.Gateway.Dialects.Scheduler.Tasks;
using Switchyard.Gateway.Dialects.Scheduler.Workers;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>One example of each record that the scheduler API's document shows.</summary>
internal static class SchedulerExamples
{
    private const string Worker =
        """{"id":"worker-001","name":"worker-001","status":"online","last_heartbeat":"2024-01-01T00:00:00Z","current_tasks":2,"max_tasks":10,"tags":["gpu","python"],"types":["http","python","shell"],"enabled":true,"system_info":{"cpu_usage":45.2,"memory_usage":60.8,"disk_usage":35.1}}""";

    private const string Task =
        """{"id":1,"name":"database_backup","executor":"shell","command":"pg_dump mydb > /backup/$(date +%Y%m%d).sql","schedule":"0 2 * * *","time_zone":"UTC","status":"active","priority":"high","retry_count":2,"retry_backoff":{"initial_seconds":1,"max_seconds":300},"timeout_seconds":1800,"tags":[],"overlap":"skip","catch_up":"one","concurrency_key":null,"jitter_seconds":0,"created_at":"2024-01-01T00:00:00Z","updated_at":"2024-01-01T00:00:00Z","next_run":"2024-01-01T02:00:00Z","next_runs":["2024-01-01T02:00:00Z","2024-01-02T02:00:00Z","2024-01-03T02:00:00Z","2024-01-04T02:00:00Z","2024-01-05T02:00:00Z"]}""";

    private const string Run =
        """{"id":17,"task_id":1,"scheduled_for":"2024-01-01T02:00:00Z","status":"success","attempt":1,"worker_id":"worker-001","created_at":"2024-01-01T02:00:00.004Z","started_at":"2024-01-01T02:00:00.006Z","finished_at":"2024-01-01T02:00:42.506Z","duration_ms":42500,"exit_code":0,"output":"dumped 3 tables\\n","error":null}""";

    /// <summary>By record.</summary>
    public static IReadOnlyDictionary<Type, string> All { get; } =
        new Dictionary<Type, string>
        {
            [typeof(HealthView)] =
                """{"status":"healthy","database":"connected","message_queue":"connected","uptime_seconds":86400,"version":"1.0.0"}""",
            [typeof(ReadinessView)] =
                """{"status":"ready","listening":true,"stopping":false,"store":true,"queue":true}""",
            [typeof(LifeView)] = """{"status":"alive"}""",
            [typeof(object)] = "null",
            [typeof(TaskFields)] =
                """{"name":"database_backup","executor":"shell","command":"pg_dump mydb > /backup/$(date +%Y%m%d).sql","schedule":"0 2 * * *","priority":"high","retry_count":2,"timeout_seconds":1800}""",
            [typeof(TaskView)] = Task,
            [typeof(SchedulerRecords.Listing<TaskView>)] =
                $$"""{"items":[{{Task}}],"total":1,"page":1,"size":20,"total_pages":1}""",
            [typeof(PreviewFields)] = """{"schedule":"0 */6 * * *","time_zone":"Europe/Berlin","count":2}""",
            [typeof(PreviewView)] = """{"next_runs":["2024-01-01T05:00:00Z","2024-01-01T11:00:00Z"]}""",
            [typeof(TriggerFields)] = """{"parameters":{"environment":{"TARGET":"staging"}}}""",
            [typeof(RunView)] = Run,
            [typeof(SchedulerRecords.Listing<RunView>)] =
                $$"""{"items":[{{Run}}],"total":1,"page":1,"size":20,"total_pages":1}""",
            [typeof(RunLogView)] =
                """{"lines":[{"attempt":1,"line":0,"text":"dumped 3 tables"}],"next":"1-1","end":true}""",
            [typeof(StatusView)] =
                """{"tasks":{"total":150,"active":120,"paused":20,"disabled":10,"running":10},"workers":{"total":5,"online":4,"offline":1},"runs_today":450,"success_rate":98.5}""",
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
