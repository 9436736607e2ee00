using Switchyard.Bench.Load;

namespace Switchyard.Bench.Scenarios.Postgres;

/// <summary>Durable bulk submits on PostgreSQL, in calls of 10,000 jobs of 200 bytes, two in flight.</summary>
internal static class PostgresBulkScenario
{
    private const int CallSize = 10_000;
    private const int Callers = 2;

    public static Task RunAsync(BenchContext context) =>
        context.OnPostgresAsync(
            "bulk",
            async server =>
            {
                var load = new BulkLoad(server.Control, CallSize, Callers);
                await load.RunAsync(context.Plan.WarmUp, context.Cancellation);
                var rates = new List<double>();
                for (int run = 0; run < context.Plan.Runs; run++)
                {
                    rates.Add((await load.RunAsync(context.Plan.RunTime, context.Cancellation)).PerSecond);
                }
                await NativeState.ExpectAsync(server, load.LastId, "pending", context.Cancellation);
                await context.AddAsync("postgres-bulk.rate", "tasks/s", rates);
            }
        );
}
