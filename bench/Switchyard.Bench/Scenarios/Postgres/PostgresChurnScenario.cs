using System.Diagnostics;
using Npgsql;
using Switchyard.Bench.Stores;
using Switchyard.Engine.Storage;

namespace Switchyard.Bench.Scenarios.Postgres;

/// <summary>
/// Five million tasks through one store, the last ten minutes of them while somebody else holds a snapshot open, so that
/// no dead row can be cleaned up: what claims and the hot tables come to, against the first minute.
/// </summary>
internal static class PostgresChurnScenario
{
    private const int Batch = 128;
    private const int Turns = 5;
    private const int Claims = 300;

    /// <summary>Jobs that stay queued, so that a claim has something to search.</summary>
    private const int Standing = 10_000;

    public static async Task RunAsync(BenchContext context)
    {
        int tasks = Turns * context.Plan.Queued;
        TimeSpan held = context.Plan.Quick ? TimeSpan.FromSeconds(5) : TimeSpan.FromMinutes(10);
        string database = await context.Postgres.CreateAsync("churn", context.Cancellation);
        await using (IStorage storage = await context.OpenPostgresStoreAsync(database))
        await using (NpgsqlDataSource other = NpgsqlDataSource.Create(database))
        {
            StoreDriver driver = await StoreDriver.StartAsync(storage, context.Cancellation);
            await driver.FillAsync(Standing, context.Cancellation);
            long done = await ChurnAsync(driver, TimeSpan.FromMinutes(context.Plan.Quick ? 0.1 : 1), 0, context);
            (double firstClaim, double firstSize) = await LookAsync(driver, other, context);
            while (done < tasks)
            {
                done += await ChurnAsync(driver, TimeSpan.FromSeconds(10), 0, context);
            }
            await using NpgsqlConnection snapshot = await PostgresDatabases.HoldSnapshotAsync(
                other,
                context.Cancellation
            );
            // At a pace that a busy system has, for ten minutes: the rows that die meanwhile are what counts.
            done += await ChurnAsync(driver, held, tasks / 1_000, context);
            (double lastClaim, double lastSize) = await LookAsync(driver, other, context);
            await context.AddAsync("postgres-churn.tasks", "tasks", done);
            await context.AddAsync("postgres-churn.claim_p50_first", "ms", firstClaim);
            await context.AddAsync("postgres-churn.claim_p50", "ms", lastClaim);
            await context.AddAsync("postgres-churn.claim_ratio", "x", lastClaim / firstClaim);
            await context.AddAsync("postgres-churn.hot_size_first", "MiB", firstSize);
            await context.AddAsync("postgres-churn.hot_size", "MiB", lastSize);
            await context.AddAsync("postgres-churn.size_ratio", "x", lastSize / firstSize);
        }
        await context.Postgres.DropAsync("churn", context.Cancellation);
    }

    /// <summary>Turns for that long, at most so many tasks a second (0: as fast as it goes).</summary>
    private static async Task<long> ChurnAsync(StoreDriver driver, TimeSpan time, int perSecond, BenchContext context)
    {
        long start = Stopwatch.GetTimestamp();
        long done = 0;
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            done += await driver.TurnAsync(Batch, context.Cancellation);
            if (
                perSecond > 0
                && TimeSpan.FromSeconds((double)done / perSecond) - Stopwatch.GetElapsedTime(start)
                    is { Ticks: > 0 } ahead
            )
            {
                await Task.Delay(ahead, TimeProvider.System, context.Cancellation);
            }
        }
        return done;
    }

    private static async Task<(double ClaimMs, double SizeMib)> LookAsync(
        StoreDriver driver,
        NpgsqlDataSource database,
        BenchContext context
    )
    {
        double[] latencies = await driver.ClaimsAsync(Claims, context.Cancellation);
        double size = await PostgresDatabases.HotMibAsync(database, context.Cancellation);
        return (latencies[latencies.Length / 2], size);
    }
}
