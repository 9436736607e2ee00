using System.Diagnostics;
using System.Globalization;
using System.Net;
using Switchyard.Bench.Servers;
using Switchyard.Bench.Stores;
using Switchyard.Engine.Storage;

namespace Switchyard.Bench.Scenarios;

/// <summary>
/// First pages of lists over five million jobs, half of them pending and half succeeded. What a filter looks for is as
/// far away as it can be: the rare jobs were made first, and lists begin with the last.
/// </summary>
internal static class ListScenario
{
    private const int Depth = 5;
    private const int Batch = 1_000;
    private const int Calls = 40;

    public static async Task RunAsync(BenchContext context)
    {
        DateTimeOffset began = TimeProvider.System.GetUtcNow();
        await using (IStorage storage = await context.OpenStoreAsync("lists", withSync: false))
        {
            await FillAsync(context, storage);
        }
        await using (ServerProcess server = await context.StartServerAsync("lists"))
        {
            await MeasureAsync(context, server, "lists", began);
        }
        context.RemoveData("lists");
    }

    public static Task RunOnPostgresAsync(BenchContext context)
    {
        DateTimeOffset began = TimeProvider.System.GetUtcNow();
        return context.OnPostgresAsync(
            "lists",
            server => MeasureAsync(context, server, "postgres-lists", began),
            storage => FillAsync(context, storage)
        );
    }

    private static async Task MeasureAsync(
        BenchContext context,
        ServerProcess server,
        string name,
        DateTimeOffset began
    )
    {
        List<(string Name, string Query)> lists = Queries(began);
        List<double>[] p95 = [.. lists.Select(_ => new List<double>())];
        for (int run = -1; run < context.Plan.Runs; run++)
        {
            foreach ((int i, (string Name, string Query) list) in lists.Index())
            {
                double measured = await MeasureAsync(server, list.Query, context.Cancellation);
                if (run >= 0)
                {
                    p95[i].Add(measured);
                }
            }
        }
        foreach ((int i, (string Name, string Query) list) in lists.Index())
        {
            await context.AddAsync($"{name}.{list.Name}.p95", "ms", p95[i]);
        }
        double[] worst = [.. Enumerable.Range(0, context.Plan.Runs).Select(run => p95.Max(all => all[run]))];
        await context.AddAsync($"{name}.worst.p95", "ms", worst);
    }

    private static List<(string Name, string Query)> Queries(DateTimeOffset began)
    {
        string soon = began.AddSeconds(1).UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
        return
        [
            ("all", ""),
            ("page_of_1000", "limit=1000"),
            .. (
                (string[])["draft", "scheduled", "pending", "running", "paused", "succeeded", "failed", "cancelled"]
            ).Select(state => ($"state_{state}", $"state={state}")),
            ("state_pending_failed", "state=pending,failed"),
            ("state_scheduled_cancelled", "state=scheduled,cancelled"),
            ("type", "type=BenchTask"),
            ("type_rare", "type=RareTask"),
            ("type_rare_pending", "type=RareTask&state=pending"),
            ("type_rare_failed", "type=RareTask&state=failed"),
            ("type_of_none", "type=NoTask"),
            ("dialect", "dialect=native"),
            ("dialect_of_none", "dialect=broker"),
            ("tag", "tag=gpu"),
            ("reason", "reason=non_retryable"),
            ("reason_of_none", "reason=timeout"),
            ("key", "key=0"),
            ("created_from", $"created_from={soon}"),
            ("created_before", $"created_before={soon}"),
        ];
    }

    private static async Task FillAsync(BenchContext context, IStorage storage)
    {
        StoreDriver rare = await StoreDriver.StartAsync(storage, context.Cancellation, "RareTask");
        await rare.FillAsync(1, context.Cancellation);
        await rare.FailOneAsync(context.Cancellation);
        StoreDriver common = await StoreDriver.StartAsync(storage, context.Cancellation);
        int half = Depth * context.Plan.Queued / 2;
        for (int settled = 0; settled < half; )
        {
            settled += await common.TurnAsync(Batch, context.Cancellation);
        }
        await common.FillAsync(half, context.Cancellation);
    }

    private static async Task<double> MeasureAsync(ServerProcess server, string query, CancellationToken cancellation)
    {
        double[] latencies = new double[Calls];
        var address = new Uri($"/api/v1/jobs?{query}", UriKind.Relative);
        for (int i = 0; i < Calls; i++)
        {
            long start = Stopwatch.GetTimestamp();
            using HttpResponseMessage answer = await server.Control.GetAsync(address, cancellation);
            latencies[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                throw new BenchException($"The list {query} answered {(int)answer.StatusCode}.");
            }
        }
        Array.Sort(latencies);
        return latencies[Calls * 95 / 100];
    }
}
