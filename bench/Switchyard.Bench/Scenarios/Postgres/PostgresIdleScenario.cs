using Switchyard.Bench.Load;

namespace Switchyard.Bench.Scenarios.Postgres;

/// <summary>One task at a time on PostgreSQL, from the sending of createTask to the result read by wait.</summary>
internal static class PostgresIdleScenario
{
    private static readonly CycleShape Shape = new(Connections: 1, Outstanding: 1, Wait: true, Workers: 1);

    public static Task RunAsync(BenchContext context) =>
        context.OnPostgresAsync(
            "idle",
            async server =>
            {
                using CycleLoad load = await CycleScenario.ConnectAsync(context, server, Shape);
                load.Run(context.Plan.WarmUp, context.Cancellation);
                var p50 = new List<double>();
                var p99 = new List<double>();
                for (int run = 0; run < context.Plan.Runs; run++)
                {
                    LoadResult result = load.Run(context.Plan.RunTime, context.Cancellation);
                    p50.Add(result.P50Ms);
                    p99.Add(result.P99Ms);
                }
                await context.AddAsync("postgres-idle.p50", "ms", p50);
                await context.AddAsync("postgres-idle.p99", "ms", p99);
            }
        );
}
