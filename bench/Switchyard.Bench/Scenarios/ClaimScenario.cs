using Switchyard.Bench.Stores;
using Switchyard.Engine.Storage;

namespace Switchyard.Bench.Scenarios;

/// <summary>
/// The latency of one claim in a round of its own, with a thousand, a million and ten million jobs queued: three
/// stores side by side, claimed from in turn. Once with syncs, as a worker sees it, and once without, which shows the
/// search alone.
/// </summary>
internal static class ClaimScenario
{
    private const int Claims = 500;

    public static async Task RunAsync(BenchContext context)
    {
        (string Name, int Queued)[] depths =
        [
            ("1k", 1_000),
            ("1m", context.Plan.Queued),
            ("10m", 10 * context.Plan.Queued),
        ];
        await MeasureAsync(context, depths, "claim", fill: true);
        await MeasureAsync(context, depths, "claim.without_sync", fill: false);
        foreach ((string depth, _) in depths)
        {
            context.RemoveData($"claim-{depth}");
        }
    }

    private static async Task MeasureAsync(
        BenchContext context,
        (string Name, int Queued)[] depths,
        string name,
        bool fill
    )
    {
        var stores = new List<IStorage>();
        try
        {
            var drivers = new List<StoreDriver>();
            foreach ((string depth, int queued) in depths)
            {
                stores.Add(await context.OpenStoreAsync($"claim-{depth}", withSync: fill));
                drivers.Add(await StoreDriver.StartAsync(stores[^1], context.Cancellation));
                await drivers[^1].FillAsync(fill ? queued : 0, context.Cancellation);
                await drivers[^1].ClaimsAsync(Claims, context.Cancellation);
            }
            List<double>[] medians = [.. depths.Select(_ => new List<double>())];
            for (int run = 0; run < context.Plan.Runs; run++)
            {
                for (int i = 0; i < depths.Length; i++)
                {
                    double[] latencies = await drivers[i].ClaimsAsync(Claims, context.Cancellation);
                    medians[i].Add(latencies[latencies.Length / 2]);
                }
            }
            for (int i = 0; i < depths.Length; i++)
            {
                await context.AddAsync($"{name}.{depths[i].Name}.p50", "ms", medians[i]);
            }
            double[] ratios = [.. medians[^1].Zip(medians[0], (deep, shallow) => deep / shallow)];
            await context.AddAsync($"{name}.ratio", "x", ratios);
        }
        finally
        {
            foreach (IStorage storage in stores)
            {
                await storage.DisposeAsync();
            }
        }
    }
}
