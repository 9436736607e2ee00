using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Crashes;

/// <summary>
/// Schedules that are due each second, while the nodes that fire them are killed: one on SQLite, two by turns on one
/// PostgreSQL. Each slot between the first and the last has one run.
/// </summary>
public sealed class ScheduleKillTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Slots_WhileNodesAreKilled_AreEachFiredOnce(bool onPostgres) => KillAsync(onPostgres, 10, rounds: 3);

    [Theory, Trait("Category", "Soak")]
    [InlineData(false)]
    [InlineData(true)]
    public Task Slots_TenThousandWhileNodesAreKilled_AreEachFiredOnce(bool onPostgres) =>
        KillAsync(onPostgres, 100, rounds: 30);

    private static async Task KillAsync(bool onPostgres, int schedules, int rounds)
    {
        Assert.SkipWhen(onPostgres && PostgresCluster.Missing is not null, PostgresCluster.Missing ?? "");
        await using var cluster = onPostgres ? await PostgresCluster.StartAsync() : null;
        using var data = new TempFolder();
        using var other = new TempFolder();
        var environment = cluster is null
            ? ServerSetup.Synced
            : new Dictionary<string, string?>
            {
                ["SWITCHYARD_Storage__Database"] = cluster.UrlOf(await cluster.CreateDatabaseAsync()),
            };
        string[] folders = cluster is null ? [data.Path] : [data.Path, other.Path];
        ServerSetup[] setups = [.. folders.Select(folder => new ServerSetup(folder) { Environment = environment })];
        var nodes = new List<Server>();
        try
        {
            foreach (var setup in setups)
            {
                nodes.Add(await Server.StartAsync(setup));
            }

            using var client = ClientOf(setups[0]);
            foreach (var _ in Enumerable.Range(0, schedules))
            {
                await CreateAsync(client);
            }

            for (var round = 0; round < rounds; round++)
            {
                var made = (await SlotsAsync(client, 1)).Count;
                await Eventually.HoldsAsync(
                    "some slots are fired",
                    async () => (await SlotsAsync(client, 1)).Count > made + 1,
                    TimeSpan.FromSeconds(60)
                );
                var victim = round % nodes.Count;
                await nodes[victim].KillAsync();
                await nodes[victim].DisposeAsync();
                nodes[victim] = await Server.StartAsync(setups[victim]);
            }

            for (var id = 1; id <= schedules; id++)
            {
                await PauseAsync(client, id);
                var slots = await SlotsAsync(client, id);
                var expected = Enumerable.Range(0, slots.Count).Select(n => slots[0].AddSeconds(n));
                slots.ShouldBe(expected, $"schedule {id}");
                slots.Count.ShouldBeGreaterThan(rounds);
            }
        }
        finally
        {
            foreach (var node in nodes)
            {
                await node.DisposeAsync();
            }
        }
    }

    private static HttpClient ClientOf(ServerSetup setup)
    {
        var client = new HttpClient { BaseAddress = setup.Console };
        client.DefaultRequestHeaders.Add("X-API-Key", ServerSetup.AdminKey);
        return client;
    }

    private static async Task CreateAsync(HttpClient client)
    {
        var task = new
        {
            name = "each second",
            executor = "nobody",
            schedule = "* * * * * *",
            overlap = "allow",
            catch_up = "all",
        };
        using var answer = await client.PostAsJsonAsync(new Uri("/api/tasks", UriKind.Relative), task);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task PauseAsync(HttpClient client, int id)
    {
        using var answer = await client.PutAsJsonAsync(
            new Uri($"/api/tasks/{id}", UriKind.Relative),
            new { status = "paused" }
        );
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The slots that have runs, in order.</summary>
    private static async Task<List<DateTimeOffset>> SlotsAsync(HttpClient client, int id)
    {
        var slots = new List<DateTimeOffset>();
        for (var page = 1; ; page++)
        {
            var address = new Uri($"/api/tasks/{id}/runs?size=200&page={page}", UriKind.Relative);
            var data = (await client.GetFromJsonAsync<JsonElement>(address)).GetProperty("data");
            slots.AddRange(
                data.GetProperty("items")
                    .EnumerateArray()
                    .Select(run => run.GetProperty("scheduled_for").GetString()!)
                    .Select(slot => DateTimeOffset.Parse(slot, CultureInfo.InvariantCulture))
            );
            if (page >= data.GetProperty("total_pages").GetInt32())
            {
                return [.. slots.Order()];
            }
        }
    }
}
