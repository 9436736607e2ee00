using Switchyard.Bench.Load;
using Switchyard.Bench.Servers;

namespace Switchyard.Bench.Scenarios;

/// <summary>Durable createTask, no worker online, run by run beside the bare echo.</summary>
internal static class CreateScenario
{
    public static async Task RunAsync(BenchContext context)
    {
        await using EchoProcess echo = await context.StartEchoAsync();
        await using ServerProcess server = await context.StartServerAsync("create");
        using var echoLoad = new CreateLoad(echo.Address, BenchPlan.Connections);
        using var createLoad = new CreateLoad(server.Broker, BenchPlan.Connections);
        var echoes = new RunSeries(time => echoLoad.Run(time, context.Cancellation), () => echo.Cpu);
        var creates = new RunSeries(time => createLoad.Run(time, context.Cancellation), () => server.Cpu);
        echoes.WarmUp(context.Plan.WarmUp);
        creates.WarmUp(context.Plan.WarmUp);
        for (int run = 0; run < context.Plan.Runs; run++)
        {
            echoes.Run(context.Plan.RunTime);
            creates.Run(context.Plan.RunTime);
        }
        await BrokerState.ExpectTotalAsync(server, createLoad.Acknowledged, context.Cancellation);
        await creates.AddAsync(context, "create", "req/s");
        await context.AddAsync("create.echo_rate", "req/s", echoes.Rates);
        await context.AddAsync("create.ratio", "x", creates.RatioTo(echoes));
    }
}
