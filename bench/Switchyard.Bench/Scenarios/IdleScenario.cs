using Switchyard.Bench.Disk;
using Switchyard.Bench.Load;
using Switchyard.Bench.Servers;

namespace Switchyard.Bench.Scenarios;

/// <summary>
/// One task at a time, from the sending of createTask to the result read by <c>wait</c>, beside what two syncs of this
/// disk take: the submit's and the settlement's.
/// </summary>
internal static class IdleScenario
{
    private const int Syncs = 2;
    private const int ProbedSyncs = 500;
    private static readonly CycleShape Shape = new(Connections: 1, Outstanding: 1, Wait: true, Workers: 1);

    public static async Task RunAsync(BenchContext context)
    {
        await using ServerProcess server = await context.StartServerAsync("idle");
        using var load = new CycleLoad(server.Broker, Shape, context.Cancellation);
        await BrokerState.ExpectWorkersAsync(server, Shape.Workers, context.Cancellation);
        load.Run(context.Plan.WarmUp, context.Cancellation);
        var sync = new List<double>();
        var p50 = new List<double>();
        var p99 = new List<double>();
        for (int run = 0; run < context.Plan.Runs; run++)
        {
            double[] syncs = FdatasyncProbe.Measure(context.DataFolder, ProbedSyncs);
            LoadResult result = load.Run(context.Plan.RunTime, context.Cancellation);
            sync.Add(syncs[syncs.Length / 2]);
            p50.Add(result.P50Ms);
            p99.Add(result.P99Ms);
        }
        await context.AddAsync("idle.fdatasync", "ms", sync);
        await context.AddAsync("idle.p50", "ms", p50);
        await context.AddAsync(
            "idle.p50_beyond_syncs",
            "ms",
            [.. p50.Zip(sync, (total, one) => total - (Syncs * one))]
        );
        await context.AddAsync("idle.p99", "ms", p99);
    }
}
