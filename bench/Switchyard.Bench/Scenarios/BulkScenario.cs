using Switchyard.Bench.Load;
using Switchyard.Bench.Servers;

namespace Switchyard.Bench.Scenarios;

/// <summary>Durable bulk submits over the native API, in calls of 1,000 and of 10,000 jobs of 200 bytes.</summary>
internal static class BulkScenario
{
    /// <summary>Two callers, so that the server reads one call while the other is made durable.</summary>
    private const int Callers = 2;

    private static readonly int[] CallSizes = [1_000, 10_000];

    public static async Task RunAsync(BenchContext context)
    {
        foreach (int size in CallSizes)
        {
            string name = $"bulk.{size}";
            await using (ServerProcess server = await context.StartServerAsync(name))
            {
                var load = new BulkLoad(server.Control, size, Callers);
                await load.RunAsync(context.Plan.WarmUp, context.Cancellation);
                var rates = new List<double>();
                var cpu = new CpuMeter(() => server.Cpu);
                for (int run = 0; run < context.Plan.Runs; run++)
                {
                    cpu.Begin();
                    LoadResult result = await load.RunAsync(context.Plan.RunTime, context.Cancellation);
                    cpu.End(result.Completed);
                    rates.Add(result.PerSecond);
                }
                await NativeState.ExpectAsync(server, load.LastId, "pending", context.Cancellation);
                await context.AddAsync($"{name}.rate", "tasks/s", rates);
                await context.AddAsync($"{name}.server_cpu", "us/op", cpu.Server);
                await context.AddAsync($"{name}.generator_cpu", "us/op", cpu.Generator);
            }
            context.RemoveData(name);
        }
    }
}
