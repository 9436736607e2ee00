using Switchyard.Bench.Load;

namespace Switchyard.Bench.Scenarios.Postgres;

/// <summary>The full cycle read by wait, on PostgreSQL: 32 connections, at 1 and at 16 tasks outstanding on each.</summary>
internal static class PostgresCycleScenario
{
    private static readonly int[] Depths = [1, 16];

    public static Task RunAsync(BenchContext context) =>
        context.OnPostgresAsync(
            "cycle",
            async server =>
            {
                foreach (int depth in Depths)
                {
                    var shape = new CycleShape(BenchPlan.Connections, depth, Wait: true, BenchPlan.Workers);
                    using CycleLoad load = await CycleScenario.ConnectAsync(context, server, shape);
                    var cycles = new RunSeries(time => load.Run(time, context.Cancellation), () => server.Cpu);
                    cycles.WarmUp(context.Plan.WarmUp);
                    for (int run = 0; run < context.Plan.Runs; run++)
                    {
                        cycles.Run(context.Plan.RunTime);
                    }
                    await cycles.AddAsync(context, $"postgres-cycle.{depth}", "tasks/s");
                }
            }
        );
}
