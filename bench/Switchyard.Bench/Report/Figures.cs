namespace Switchyard.Bench.Report;

/// <summary>Every promised figure, with its limits; nowhere else do they stand.</summary>
internal static class Figures
{
    public static IReadOnlyList<Figure> All { get; } =
    [
        new("durable create / bare echo", "create.ratio", Sense.AtLeast, 0.35, 0.5),
        new("full cycle by wait / bare echo, 1 outstanding", "cycle-wait.1.ratio", Sense.AtLeast, 0.17, 0.25),
        new("full cycle by wait / bare echo, 16 outstanding", "cycle-wait.16.ratio", Sense.AtLeast, 0.17, 0.25),
        new(
            "full cycle by wait, 1 outstanding, echo ≥ 60k",
            "cycle-wait.1.rate",
            Sense.AtLeast,
            10_000,
            OnlyWhere: ("cycle-wait.echo_rate", 60_000)
        ),
        new(
            "full cycle by wait, 16 outstanding, echo ≥ 60k",
            "cycle-wait.16.rate",
            Sense.AtLeast,
            10_000,
            OnlyWhere: ("cycle-wait.echo_rate", 60_000)
        ),
        new("full cycle / synchronous=OFF, 1 outstanding", "cycle-wait.1.against_off", Sense.AtLeast, 0.7, 0.9),
        new("full cycle / synchronous=OFF, 16 outstanding", "cycle-wait.16.against_off", Sense.AtLeast, 0.7, 0.9),
        new("full cycle with metrics / without", "metrics.ratio", Sense.AtLeast, 0.97),
        new("batched native cycle", "native.rate", Sense.AtLeast, 30_000, 60_000),
        new("HTTP workers, 64 jobs a call", "http-batch.rate", Sense.AtLeast, 20_000),
        new("HTTP workers, one job a call", "http-single.rate", Sense.AtLeast, 4_000),
        new("bulk create, calls of 1,000", "bulk.1000.rate", Sense.AtLeast, 100_000, 300_000),
        new("bulk create, calls of 10,000", "bulk.10000.rate", Sense.AtLeast, 100_000, 300_000),
        new("idle end to end, p50 beyond 2 syncs", "idle.p50_beyond_syncs", Sense.AtMost, 0.5),
        new("idle end to end, p99", "idle.p99", Sense.AtMost, 5, 1.5),
        new("shell job, accepted to running, p50", "shell.start_p50", Sense.AtMost, 5),
        new("shell job, running to seen as ended, p50", "shell.end_p50", Sense.AtMost, 5),
        new("claim p50 at 10M queued / at 1k", "claim.ratio", Sense.AtMost, 1.5, 1.2),
        new("the same without syncs", "claim.without_sync.ratio", Sense.AtMost, 1.5, 1.2),
        new("first page of any list over 5M jobs, p95", "lists.worst.p95", Sense.AtMost, 100),
        new("p99 of creates while 1M are cancelled / quiet", "bulk-cancel.p99_ratio", Sense.AtMost, 3),
        new("any page of 100,000 schedules, p95", "schedules.page_p95", Sense.AtMost, 20),
        new("1,000 schedules due in one second, the last begun", "schedules.herd", Sense.AtMost, 2),
        new("memory added by 1M queued of 200 bytes", "memory.added", Sense.AtMost, 40, 10),
        new("serving again after kill -9 with 1M queued", "restart.time", Sense.AtMost, 1, 0.3),
        new("start with empty data", "start.time", Sense.AtMost, 1, 0.4),
        new("PostgreSQL: full cycle by wait, 1 outstanding", "postgres-cycle.1.rate", Sense.AtLeast, 6_000, 10_000),
        new("PostgreSQL: full cycle by wait, 16 outstanding", "postgres-cycle.16.rate", Sense.AtLeast, 6_000, 10_000),
        new("PostgreSQL: batched native cycle / raw loop", "postgres-native.ratio", Sense.AtLeast, 0.4, 0.7),
        new("PostgreSQL: bulk create", "postgres-bulk.rate", Sense.AtLeast, 60_000, 150_000),
        new("PostgreSQL: idle end to end, p50", "postgres-idle.p50", Sense.AtMost, 3, 1.5),
        new("PostgreSQL: idle end to end, p99", "postgres-idle.p99", Sense.AtMost, 10),
        new("PostgreSQL: claim p50 at 10M queued / at 1k", "postgres-claim.ratio", Sense.AtMost, 2, 1.2),
        new("PostgreSQL: claim p50 after churn / first minute", "postgres-churn.claim_ratio", Sense.AtMost, 2, 1.2),
        new("PostgreSQL: hot tables after churn / first minute", "postgres-churn.size_ratio", Sense.AtMost, 2, 1.2),
    ];
}
