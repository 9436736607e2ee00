using Switchyard.Bench.Load;
using Switchyard.Bench.Servers;

namespace Switchyard.Bench.Scenarios;

/// <summary>The cycle by workers over plain HTTP.</summary>
internal static class HttpWorkScenario
{
    /// <param name="context">What to measure with.</param>
    /// <param name="name">How the measurements' names begin.</param>
    /// <param name="workers">Workers, with a connection each.</param>
    /// <param name="max">Jobs that each asks for.</param>
    public static async Task RunAsync(BenchContext context, string name, int workers, int max)
    {
        await using ServerProcess server = await context.StartServerAsync(name);
        using HttpWorkLoad load = await HttpWorkLoad.StartAsync(
            server.Console,
            server.Control,
            server.AuthorizationLine,
            workers,
            max,
            context.Cancellation
        );
        await load.RunAsync(context.Plan.WarmUp, context.Cancellation);
        var cpu = new CpuMeter(() => server.Cpu);
        var rates = new List<double>();
        for (int run = 0; run < context.Plan.Runs; run++)
        {
            cpu.Begin();
            LoadResult result = await load.RunAsync(context.Plan.RunTime, context.Cancellation);
            cpu.End(result.Completed);
            rates.Add(result.PerSecond);
        }
        await NativeState.ExpectAsync(server, load.Bulk.LastId, "succeeded", context.Cancellation);
        await context.AddAsync($"{name}.rate", "tasks/s", rates);
        await context.AddAsync($"{name}.server_cpu", "us/op", cpu.Server);
        await context.AddAsync($"{name}.generator_cpu", "us/op", cpu.Generator);
        await context.AddAsync($"{name}.jobs_per_answer", "jobs", load.JobsPerAnswer);
    }
}
