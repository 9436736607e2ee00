using Switchyard.Bench.Load;
using Switchyard.Bench.Servers;

namespace Switchyard.Bench.Scenarios;

/// <summary>The bare echo alone: what this machine and this generator can do at all.</summary>
internal static class EchoScenario
{
    public static async Task RunAsync(BenchContext context)
    {
        await using EchoProcess echo = await context.StartEchoAsync();
        using var load = new CreateLoad(echo.Address, BenchPlan.Connections);
        var series = new RunSeries(time => load.Run(time, context.Cancellation), () => echo.Cpu);
        series.WarmUp(context.Plan.WarmUp);
        for (int run = 0; run < context.Plan.Runs; run++)
        {
            series.Run(context.Plan.RunTime);
        }
        await series.AddAsync(context, "echo", "req/s");
    }
}
