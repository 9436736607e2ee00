using Switchyard.Bench.Stores;
using Switchyard.Engine.Storage;

namespace Switchyard.Bench.Scenarios.Postgres;

/// <summary>The latency of one claim in a round of its own, on PostgreSQL, with a thousand and with ten million jobs queued.</summary>
internal static class PostgresClaimScenario
{
    private const int Claims = 300;

    public static async Task RunAsync(BenchContext context)
    {
        (string Name, int Queued)[] depths = [("1k", 1_000), ("10m", 10 * context.Plan.Queued)];
        var stores = new List<IStorage>();
        try
        {
            var drivers = new List<StoreDriver>();
            foreach ((string depth, int queued) in depths)
            {
                stores.Add(await context.OpenPostgresAsync($"claim_{depth}"));
                drivers.Add(await StoreDriver.StartAsync(stores[^1], context.Cancellation));
                await drivers[^1].FillAsync(queued, context.Cancellation);
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
                await context.AddAsync($"postgres-claim.{depths[i].Name}.p50", "ms", medians[i]);
            }
            double[] ratios = [.. medians[^1].Zip(medians[0], (deep, shallow) => deep / shallow)];
            await context.AddAsync("postgres-claim.ratio", "x", ratios);
        }
        finally
        {
            foreach (IStorage storage in stores)
            {
                await storage.DisposeAsync();
            }
        }
        foreach ((string depth, _) in depths)
        {
            await context.Postgres.DropAsync($"claim_{depth}", context.Cancellation);
        }
    }
}
