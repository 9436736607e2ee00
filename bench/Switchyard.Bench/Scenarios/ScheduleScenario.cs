using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Switchyard.Bench.Servers;
using Switchyard.Client;
using Switchyard.Client.Workers;
using Switchyard.Contracts.Json;

namespace Switchyard.Bench.Scenarios;

/// <summary>
/// A hundred thousand schedules: pages of their list, and a thousand of them due in the same second, with a worker that
/// has room for all.
/// </summary>
internal static class ScheduleScenario
{
    private const string Type = "BenchHerd";
    private const int Herd = 1_000;
    private const int Calls = 40;

    /// <summary>Between the making of a herd and its second.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(5);

    private static readonly Uri Tasks = new("/api/tasks", UriKind.Relative);

    public static async Task RunAsync(BenchContext context)
    {
        int count = context.Plan.Queued / 10;
        await using (ServerProcess server = await context.StartServerAsync("schedules"))
        {
            await CreateAsync(server, "0 0 1 1 *", count, context.Cancellation);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
            var started = new ConcurrentQueue<DateTimeOffset>();
            Task working = WorkAsync(server, started, stop.Token);
            List<double> pages = [];
            List<double> herds = [];
            List<double> idle = [];
            for (int run = 0; run < context.Plan.Runs; run++)
            {
                pages.Add(await WorstPageAsync(server, count, context.Cancellation));
                (double last, double cpu) = await HerdAsync(server, started, context.Cancellation);
                herds.Add(last);
                idle.Add(cpu);
            }
            await stop.CancelAsync();
            await working;
            await context.AddAsync("schedules.page_p95", "ms", pages);
            await context.AddAsync("schedules.herd", "s", herds);
            await context.AddAsync("schedules.idle_cpu", "%", idle);
        }
        context.RemoveData("schedules");
    }

    /// <summary>How long after their second the last of a herd was with the worker, and the processor time of the second after.</summary>
    private static async Task<(double Last, double Cpu)> HerdAsync(
        ServerProcess server,
        ConcurrentQueue<DateTimeOffset> started,
        CancellationToken cancellation
    )
    {
        started.Clear();
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        DateTimeOffset second = new(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond) + Lead.Ticks, TimeSpan.Zero);
        string calendar = second.ToString("s m H d M '*'", CultureInfo.InvariantCulture);
        await CreateAsync(server, calendar, Herd, cancellation);
        if (TimeProvider.System.GetUtcNow() >= second)
        {
            throw new BenchException($"A herd was not made within {Lead.TotalSeconds} s.");
        }
        long limit = Stopwatch.GetTimestamp() + (60 * Stopwatch.Frequency);
        while (started.Count < Herd)
        {
            if (Stopwatch.GetTimestamp() > limit)
            {
                throw new BenchException($"Of {Herd} schedules {started.Count} were fired within a minute.");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancellation);
        }
        double last = (started.Max() - second).TotalSeconds;
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellation);
        TimeSpan before = server.Cpu;
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellation);
        return (last, (server.Cpu - before).TotalSeconds * 100);
    }

    private static Task WorkAsync(
        ServerProcess server,
        ConcurrentQueue<DateTimeOffset> started,
        CancellationToken stop
    ) =>
        new Worker(
            new WorkerOptions { Name = "bench", Capacity = Herd },
            new ClientOptions { Server = server.Control.BaseAddress!, Key = ServerProcess.AdminKey }
        )
            .On(
                Type,
                _ =>
                {
                    started.Enqueue(TimeProvider.System.GetUtcNow());
                    return Task.FromResult(WorkResult.Succeeded(RawJson.Parse("1")));
                }
            )
            .RunAsync(stop);

    private static async Task CreateAsync(
        ServerProcess server,
        string calendar,
        int count,
        CancellationToken cancellation
    ) =>
        await Parallel.ForEachAsync(
            Enumerable.Range(0, count),
            new ParallelOptions { MaxDegreeOfParallelism = BenchPlan.Connections, CancellationToken = cancellation },
            async (n, token) =>
            {
                string body = $$"""
                    {"name":"Nightly backup of database {{n}}","executor":"{{Type}}","schedule":"{{calendar}}"}
                    """;
                using var content = new StringContent(body, Encoding.UTF8, "application/json");
                using HttpResponseMessage answer = await server.Control.PostAsync(Tasks, content, token);
                if (answer.StatusCode != HttpStatusCode.Created)
                {
                    throw new BenchException(
                        $"A task was answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(token)}"
                    );
                }
            }
        );

    private static async Task<double> WorstPageAsync(ServerProcess server, int count, CancellationToken cancellation)
    {
        double worst = 0;
        foreach (
            string query in (string[])
                [
                    "",
                    "?size=200",
                    $"?page={count / 40}",
                    $"?page={count / 20}",
                    $"?status=active&page={count / 40}",
                    "?status=paused",
                    "?search=database%20999",
                    "?search=nothing",
                ]
        )
        {
            double[] latencies = new double[Calls];
            for (int i = 0; i < Calls; i++)
            {
                long start = Stopwatch.GetTimestamp();
                using JsonDocument page = JsonDocument.Parse(
                    await server.Control.GetStringAsync(new Uri($"/api/tasks{query}", UriKind.Relative), cancellation)
                );
                latencies[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
            Array.Sort(latencies);
            worst = Math.Max(worst, latencies[Calls * 95 / 100]);
        }
        return worst;
    }
}
