using Switchyard.Bench.Load;
using Switchyard.Bench.Servers;

namespace Switchyard.Bench.Scenarios;

/// <summary>The batched native cycle, run by run beside the same server without syncs.</summary>
internal static class NativeScenario
{
    public static async Task RunAsync(BenchContext context)
    {
        await using ServerProcess durable = await context.StartServerAsync("native");
        await using ServerProcess lazy = await context.StartServerAsync("native-off", ServerSettings.WithoutSync);
        using NativeLoad durableLoad = Connect(context, durable);
        using NativeLoad lazyLoad = Connect(context, lazy);
        await durableLoad.RunAsync(context.Plan.WarmUp, context.Cancellation);
        await lazyLoad.RunAsync(context.Plan.WarmUp, context.Cancellation);
        var cpu = new CpuMeter(() => durable.Cpu);
        var rates = new List<double>();
        var lazyRates = new List<double>();
        for (int run = 0; run < context.Plan.Runs; run++)
        {
            cpu.Begin();
            LoadResult result = await durableLoad.RunAsync(context.Plan.RunTime, context.Cancellation);
            cpu.End(result.Completed);
            rates.Add(result.PerSecond);
            lazyRates.Add((await lazyLoad.RunAsync(context.Plan.RunTime, context.Cancellation)).PerSecond);
        }
        await NativeState.ExpectAsync(durable, durableLoad.Bulk.LastId, "succeeded", context.Cancellation);
        await context.AddAsync("native.rate", "tasks/s", rates);
        await context.AddAsync("native.server_cpu", "us/op", cpu.Server);
        await context.AddAsync("native.generator_cpu", "us/op", cpu.Generator);
        await context.AddAsync("native.jobs_per_frame", "jobs", durableLoad.JobsPerFrame);
        await context.AddAsync("native.off_rate", "tasks/s", lazyRates);
        await context.AddAsync("native.against_off", "x", [.. rates.Zip(lazyRates, (mine, off) => mine / off)]);
    }

    private static NativeLoad Connect(BenchContext context, ServerProcess server) =>
        new(server.Console, server.Control, server.AuthorizationLine, context.Cancellation);
}
