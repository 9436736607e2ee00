using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Workers;

public sealed class BuiltInWorkerTests
{
    [Fact]
    public async Task Broker_WithNoWorkersThatConnected_ListsNone()
    {
        using var data = new TempFolder();
        var setup = new ServerSetup(data.Path);
        await using var server = await Server.StartAsync(setup);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-API-Key", ServerSetup.AdminKey);
        await Eventually.HoldsAsync(
            "the server's own worker is there",
            async () =>
                (await client.GetStringAsync(new Uri(setup.Console, "/api/v1/workers"))).Contains(
                    "\"built-in\"",
                    StringComparison.Ordinal
                )
        );
        using var heartbeat = await client.PostAsync(new Uri(setup.Console, "/api/workers/heard-of/heartbeat"), null);
        heartbeat.EnsureSuccessStatusCode();

        (await client.GetStringAsync(new Uri(setup.Broker, "/api/nodes"))).ShouldBe("[]");
    }
}
