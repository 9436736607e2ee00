using System.Diagnostics;
using Switchyard.Bench.Stores;
using Switchyard.Engine.Storage;

namespace Switchyard.Bench.Scenarios;

/// <summary>
/// The store alone: rounds that settle, submit and claim 16 or 128 jobs, one after the other, without a server around
/// them. What the server reaches below this is the price of the wire.
/// </summary>
internal static class StoreScenario
{
    private static readonly int[] Batches = [16, 128];

    public static async Task RunAsync(BenchContext context)
    {
        foreach (int batch in Batches)
        {
            string name = $"store.{batch}";
            await using (IStorage storage = await context.OpenStoreAsync(name, withSync: true))
            {
                StoreDriver driver = await StoreDriver.StartAsync(storage, context.Cancellation);
                await MeasureAsync(driver, batch, context.Plan.WarmUp, context.Cancellation);
                var rates = new List<double>();
                for (int run = 0; run < context.Plan.Runs; run++)
                {
                    rates.Add(await MeasureAsync(driver, batch, context.Plan.RunTime, context.Cancellation));
                }
                await context.AddAsync($"{name}.rate", "cycles/s", rates);
            }
            context.RemoveData(name);
        }
    }

    private static async Task<double> MeasureAsync(
        StoreDriver driver,
        int batch,
        TimeSpan duration,
        CancellationToken cancellation
    )
    {
        long start = Stopwatch.GetTimestamp();
        long settled = 0;
        TimeSpan elapsed;
        while ((elapsed = Stopwatch.GetElapsedTime(start)) < duration)
        {
            settled += await driver.TurnAsync(batch, cancellation);
        }
        return settled / elapsed.TotalSeconds;
    }
}
