using Switchyard.Bench.Load;
using Switchyard.Bench.Servers;

namespace Switchyard.Bench.Scenarios;

/// <summary>
/// The full cycle at 1 and at 16 tasks outstanding on each connection, run by run beside the bare echo and beside the
/// same server without syncs.
/// </summary>
internal static class CycleScenario
{
    private static readonly int[] Depths = [1, 16];

    public static async Task RunAsync(BenchContext context, string name, bool wait)
    {
        await using EchoProcess echo = await context.StartEchoAsync();
        await using ServerProcess durable = await context.StartServerAsync(name);
        await using ServerProcess lazy = await context.StartServerAsync($"{name}-off", ServerSettings.WithoutSync);
        using var echoLoad = new CreateLoad(echo.Address, BenchPlan.Connections);
        var echoRates = new List<double>();
        foreach (int depth in Depths)
        {
            var shape = new CycleShape(BenchPlan.Connections, depth, wait, BenchPlan.Workers);
            using CycleLoad durableLoad = await ConnectAsync(context, durable, shape);
            using CycleLoad lazyLoad = await ConnectAsync(context, lazy, shape);
            var echoes = new RunSeries(time => echoLoad.Run(time, context.Cancellation), () => echo.Cpu);
            var cycles = new RunSeries(time => durableLoad.Run(time, context.Cancellation), () => durable.Cpu);
            var lazyCycles = new RunSeries(time => lazyLoad.Run(time, context.Cancellation), () => lazy.Cpu);
            RunSeries[] all = [echoes, cycles, lazyCycles];
            foreach (RunSeries series in all)
            {
                series.WarmUp(context.Plan.WarmUp);
            }
            for (int run = 0; run < context.Plan.Runs; run++)
            {
                foreach (RunSeries series in all)
                {
                    series.Run(context.Plan.RunTime);
                }
            }
            echoRates.AddRange(echoes.Rates);
            await cycles.AddAsync(context, $"{name}.{depth}", "tasks/s");
            await context.AddAsync($"{name}.{depth}.ratio", "x", cycles.RatioTo(echoes));
            await context.AddAsync($"{name}.{depth}.off_rate", "tasks/s", lazyCycles.Rates);
            await context.AddAsync($"{name}.{depth}.against_off", "x", cycles.RatioTo(lazyCycles));
        }
        await context.AddAsync($"{name}.echo_rate", "req/s", echoRates);
    }

    internal static async Task<CycleLoad> ConnectAsync(BenchContext context, ServerProcess server, CycleShape shape)
    {
        var load = new CycleLoad(server.Broker, shape, context.Cancellation);
        await BrokerState.ExpectWorkersAsync(server, shape.Workers, context.Cancellation);
        return load;
    }
}
