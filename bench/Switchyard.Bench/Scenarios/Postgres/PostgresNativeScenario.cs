using Switchyard.Bench.Load;
using Switchyard.Bench.Stores;

namespace Switchyard.Bench.Scenarios.Postgres;

/// <summary>The batched native cycle on PostgreSQL, run by run beside the raw loop on the same database server.</summary>
internal static class PostgresNativeScenario
{
    public static async Task RunAsync(BenchContext context)
    {
        string raw = await context.Postgres.CreateAsync("raw", context.Cancellation);
        await using (RawLoop loop = await RawLoop.StartAsync(raw, context.Cancellation))
        {
            await context.OnPostgresAsync(
                "native",
                async server =>
                {
                    using var load = new NativeLoad(
                        server.Console,
                        server.Control,
                        server.AuthorizationLine,
                        context.Cancellation
                    );
                    await load.RunAsync(context.Plan.WarmUp, context.Cancellation);
                    await loop.RunAsync(context.Plan.WarmUp, context.Cancellation);
                    var cpu = new CpuMeter(() => server.Cpu);
                    var rates = new List<double>();
                    var raws = new List<double>();
                    for (int run = 0; run < context.Plan.Runs; run++)
                    {
                        cpu.Begin();
                        LoadResult result = await load.RunAsync(context.Plan.RunTime, context.Cancellation);
                        cpu.End(result.Completed);
                        rates.Add(result.PerSecond);
                        raws.Add(await loop.RunAsync(context.Plan.RunTime, context.Cancellation));
                    }
                    await NativeState.ExpectAsync(server, load.Bulk.LastId, "succeeded", context.Cancellation);
                    await context.AddAsync("postgres-native.rate", "tasks/s", rates);
                    await context.AddAsync("postgres-native.server_cpu", "us/op", cpu.Server);
                    await context.AddAsync("postgres-native.raw_rate", "cycles/s", raws);
                    await context.AddAsync(
                        "postgres-native.ratio",
                        "x",
                        [.. rates.Zip(raws, (mine, bare) => mine / bare)]
                    );
                }
            );
        }
        await context.Postgres.DropAsync("raw", context.Cancellation);
    }
}
