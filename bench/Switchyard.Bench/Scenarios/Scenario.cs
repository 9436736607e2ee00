using Switchyard.Bench.Scenarios.Postgres;

namespace Switchyard.Bench.Scenarios;

/// <summary>One thing to measure.</summary>
/// <param name="Name">What the command line calls it, and how its measurements' names begin.</param>
/// <param name="Summary">One line for people.</param>
/// <param name="RunAsync">Measures and adds to the report.</param>
/// <param name="OnPostgres">Whether it needs a PostgreSQL server to measure.</param>
internal sealed record Scenario(string Name, string Summary, Func<BenchContext, Task> RunAsync, bool OnPostgres = false)
{
    /// <summary>All of them, the short ones first.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("echo", "a bare Kestrel JSON echo, 32 connections", EchoScenario.RunAsync),
        new("start", "start with empty data", StartScenario.RunAsync),
        new("idle", "one task at a time, read by wait, beside this disk's fdatasync", IdleScenario.RunAsync),
        new("shell", "one shell job at a time that does nothing", ShellScenario.RunAsync),
        new("create", "durable createTask, 32 connections, against the echo", CreateScenario.RunAsync),
        new(
            "cycle-wait",
            "create, push, result, read by wait; 32 connections; against the echo and synchronous=OFF",
            context => CycleScenario.RunAsync(context, "cycle-wait", wait: true)
        ),
        new(
            "cycle-poll",
            "the same, read by polling without a pause",
            context => CycleScenario.RunAsync(context, "cycle-poll", wait: false)
        ),
        new("metrics", "the cycle read by wait, with metrics on and off", MetricsScenario.RunAsync),
        new("native", "bulk create, native workers, frames of many jobs", NativeScenario.RunAsync),
        new(
            "http-batch",
            "bulk create, 4 HTTP workers, 64 jobs a call",
            context => HttpWorkScenario.RunAsync(context, "http-batch", workers: 4, max: 64)
        ),
        new(
            "http-single",
            "bulk create, 16 HTTP workers, one job after the other",
            context => HttpWorkScenario.RunAsync(context, "http-single", workers: 16, max: 1)
        ),
        new("bulk", "bulk create in calls of 1,000 and of 10,000", BulkScenario.RunAsync),
        new("store", "the store alone: settle, submit and claim, 16 and 128 a round", StoreScenario.RunAsync),
        new("claim", "claim latency at 1k, 1M and 10M queued", ClaimScenario.RunAsync),
        new("lists", "first pages of lists over 5M jobs, by every filter", ListScenario.RunAsync),
        new("bulk-cancel", "creates while 1M jobs are cancelled by one call", BulkCancelScenario.RunAsync),
        new("schedules", "100,000 schedules: pages, and 1,000 due in one second", ScheduleScenario.RunAsync),
        new("memory", "resident memory added by 1M queued tasks of 200 bytes", MemoryScenario.RunAsync),
        new("restart", "serving again after kill -9 with 1M queued", RestartScenario.RunAsync),
        OfPostgres("cycle", "the cycle read by wait; 32 connections", PostgresCycleScenario.RunAsync),
        OfPostgres("native", "native workers, beside a raw loop", PostgresNativeScenario.RunAsync),
        OfPostgres("bulk", "bulk create in calls of 10,000", PostgresBulkScenario.RunAsync),
        OfPostgres("idle", "one task at a time, read by wait", PostgresIdleScenario.RunAsync),
        OfPostgres("claim", "claim latency at 1k and 10M queued", PostgresClaimScenario.RunAsync),
        OfPostgres("lists", "first pages of lists over 5M jobs, by every filter", ListScenario.RunOnPostgresAsync),
        OfPostgres("churn", "5M tasks, a snapshot held open for ten minutes", PostgresChurnScenario.RunAsync),
    ];

    private static Scenario OfPostgres(string name, string summary, Func<BenchContext, Task> run) =>
        new($"postgres-{name}", $"on PostgreSQL: {summary}", run, OnPostgres: true);
}
