using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Switchyard.Bench.Load;
using Switchyard.Bench.Servers;

namespace Switchyard.Bench.Scenarios;

/// <summary>Creates, quiet and while a million other jobs are cancelled by one call.</summary>
internal static class BulkCancelScenario
{
    private const int JobsPerCall = 5_000;

    public static async Task RunAsync(BenchContext context)
    {
        await using (ServerProcess server = await context.StartServerAsync("bulk-cancel"))
        {
            using var load = new CreateLoad(server.Broker, BenchPlan.Connections);
            load.Run(context.Plan.WarmUp, context.Cancellation);
            List<double> quiet = [];
            List<double> busy = [];
            List<double> ratios = [];
            List<double> rates = [];
            for (int run = 0; run < context.Plan.Runs; run++)
            {
                await new BulkLoad(server.Control, JobsPerCall, callers: 2).FillAsync(
                    context.Plan.Queued,
                    context.Cancellation
                );
                quiet.Add(load.Run(context.Plan.RunTime, context.Cancellation).P99Ms);
                JsonElement bulk = await StartAsync(server, context.Cancellation);
                LoadResult during = load.Run(context.Plan.RunTime, context.Cancellation);
                JsonElement then = await GetAsync(server, bulk, wait: 0, context.Cancellation);
                busy.Add(during.P99Ms);
                ratios.Add(busy[^1] / quiet[^1]);
                rates.Add(then.GetProperty("done").GetInt64() / during.Elapsed.TotalSeconds);
                await EndAsync(server, bulk, context);
            }
            await context.AddAsync("bulk-cancel.quiet_p99", "ms", quiet);
            await context.AddAsync("bulk-cancel.p99", "ms", busy);
            await context.AddAsync("bulk-cancel.p99_ratio", "x", ratios);
            await context.AddAsync("bulk-cancel.rate", "jobs/s", rates);
        }
        context.RemoveData("bulk-cancel");
    }

    private static async Task<JsonElement> StartAsync(ServerProcess server, CancellationToken cancellation)
    {
        const string body = """{"action":"cancel","filter":{"dialect":"native"}}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await server.Control.PostAsync(
            new Uri("/api/v1/bulk", UriKind.Relative),
            content,
            cancellation
        );
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
    }

    private static Task<JsonElement> GetAsync(
        ServerProcess server,
        JsonElement bulk,
        int wait,
        CancellationToken cancellation
    ) =>
        server.Control.GetFromJsonAsync<JsonElement>(
            new Uri($"/api/v1/bulk/{bulk.GetProperty("id").GetInt64()}?wait={wait}", UriKind.Relative),
            cancellation
        );

    private static async Task EndAsync(ServerProcess server, JsonElement bulk, BenchContext context)
    {
        JsonElement now;
        do
        {
            now = await GetAsync(server, bulk, wait: 60, context.Cancellation);
        } while (now.GetProperty("status").GetString() == "running");
        if (now.GetProperty("done").GetInt64() != context.Plan.Queued)
        {
            throw new BenchException($"Of {context.Plan.Queued} jobs not all were cancelled: {now}");
        }
    }
}
