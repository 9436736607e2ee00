using Switchyard.Bench.Load;
using Switchyard.Bench.Servers;

namespace Switchyard.Bench.Scenarios;

/// <summary>
/// What being measured costs: the full cycle at 16 tasks outstanding, run by run beside the same server with metrics off.
/// </summary>
internal static class MetricsScenario
{
    private const int Depth = 16;

    public static async Task RunAsync(BenchContext context)
    {
        await using ServerProcess measured = await context.StartServerAsync("metrics");
        await using ServerProcess silent = await context.StartServerAsync("metrics-off", ServerSettings.WithoutMetrics);
        var shape = new CycleShape(BenchPlan.Connections, Depth, Wait: true, BenchPlan.Workers);
        using CycleLoad measuredLoad = await CycleScenario.ConnectAsync(context, measured, shape);
        using CycleLoad silentLoad = await CycleScenario.ConnectAsync(context, silent, shape);
        var on = new RunSeries(time => measuredLoad.Run(time, context.Cancellation), () => measured.Cpu);
        var off = new RunSeries(time => silentLoad.Run(time, context.Cancellation), () => silent.Cpu);
        on.WarmUp(context.Plan.WarmUp);
        off.WarmUp(context.Plan.WarmUp);
        for (int run = 0; run < context.Plan.Runs; run++)
        {
            // Who goes first alternates: the second of a pair finds the disk and the cores as the first left them.
            (RunSeries first, RunSeries second) = run % 2 == 0 ? (on, off) : (off, on);
            first.Run(context.Plan.RunTime);
            second.Run(context.Plan.RunTime);
        }
        await on.AddAsync(context, "metrics.on", "tasks/s");
        await off.AddAsync(context, "metrics.off", "tasks/s");
        await context.AddAsync("metrics.ratio", "x", on.RatioTo(off));
    }
}
