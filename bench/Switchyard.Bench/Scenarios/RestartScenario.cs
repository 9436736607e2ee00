using System.Diagnostics;
using System.Text;
using Switchyard.Bench.Load;
using Switchyard.Bench.Servers;

namespace Switchyard.Bench.Scenarios;

/// <summary>
/// A server with a million jobs queued is killed right after an acknowledgement, and started again: from the start of
/// the process until it is healthy and has made a task durable.
/// </summary>
internal static class RestartScenario
{
    private const int JobsPerCall = 5_000;

    /// <summary>Submitted before each kill, so that each start finds a log to recover.</summary>
    private const int FreshJobs = 20_000;

    public static async Task RunAsync(BenchContext context)
    {
        var health = new List<double>();
        var serving = new List<double>();
        ServerProcess server = await context.StartServerAsync("restart");
        try
        {
            await new BulkLoad(server.Control, JobsPerCall, callers: 2).FillAsync(
                context.Plan.Queued,
                context.Cancellation
            );
            for (int run = 0; run < context.Plan.Runs; run++)
            {
                var fresh = new BulkLoad(server.Control, JobsPerCall, callers: 2);
                await fresh.FillAsync(FreshJobs, context.Cancellation);
                await server.KillAsync(context.Cancellation);
                await server.DisposeAsync();
                server = await context.StartServerAsync("restart");
                await CreateAsync(server, context.Cancellation);
                serving.Add(Stopwatch.GetElapsedTime(server.StartedAt).TotalSeconds);
                health.Add(server.TimeToHealth.TotalSeconds);
                await NativeState.ExpectAsync(server, fresh.LastId, "pending", context.Cancellation);
            }
        }
        finally
        {
            await server.DisposeAsync();
        }
        context.RemoveData("restart");
        await context.AddAsync("restart.health", "s", health);
        await context.AddAsync("restart.time", "s", serving);
    }

    private static async Task CreateAsync(ServerProcess server, CancellationToken cancellation)
    {
        string task = $"{{\"task\":{{\"type\":\"{BrokerWire.TaskType}\"}}}}";
        using var content = new StringContent(task, Encoding.UTF8, "application/json");
        var address = new Uri($"http://{server.Broker}/createTask");
        using HttpResponseMessage answer = await server.Control.PostAsync(address, content, cancellation);
        _ = BrokerWire.TaskId((int)answer.StatusCode, await answer.Content.ReadAsByteArrayAsync(cancellation));
    }
}
