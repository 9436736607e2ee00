using System.Text.Json;
using Switchyard.Bench.Servers;

namespace Switchyard.Bench.Scenarios;

/// <summary>What the broker listener says of itself, to hold a load's own count against.</summary>
internal static class BrokerState
{
    /// <summary>A count that is kept, not scanned, may be shown from the round before.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Fails unless the server counts as many tasks as it has acknowledged.</summary>
    public static Task ExpectTotalAsync(ServerProcess server, long acknowledged, CancellationToken cancellation) =>
        ExpectAsync(
            server,
            "/api/tasks?limit=1",
            answer => answer.GetProperty("summary").GetProperty("total").GetInt64(),
            acknowledged,
            cancellation
        );

    /// <summary>Waits until that many workers are registered; the protocol has no acknowledgement for it.</summary>
    public static Task ExpectWorkersAsync(ServerProcess server, int workers, CancellationToken cancellation) =>
        ExpectAsync(server, "/api/nodes", CountOnline, workers, cancellation);

    private static long CountOnline(JsonElement nodes) =>
        nodes.EnumerateArray().Count(node => node.GetProperty("status").GetString() == "online");

    private static async Task ExpectAsync(
        ServerProcess server,
        string path,
        Func<JsonElement, long> count,
        long expected,
        CancellationToken cancellation
    )
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var address = new Uri($"http://{server.Broker}{path}");
            using JsonDocument answer = JsonDocument.Parse(await server.Control.GetStringAsync(address, cancellation));
            long found = count(answer.RootElement);
            if (found == expected)
            {
                return;
            }
            if (TimeProvider.System.GetElapsedTime(start) > Patience)
            {
                throw new BenchException($"{path} shows {found}, but {expected} were acknowledged.");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
        }
    }
}
