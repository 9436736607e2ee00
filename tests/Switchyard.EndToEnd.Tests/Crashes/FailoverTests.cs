using System.Globalization;
using System.Net;
using Switchyard.EndToEnd.Tests.Load;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Crashes;

/// <summary>Load on a server whose database is killed, while a synchronous standby takes its place.</summary>
public sealed class FailoverTests
{
    /// <summary>From the order to promote to the first task that is acknowledged again.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Failover_UnderLoad_LosesNothingAcknowledged()
    {
        Assert.SkipWhen(PostgresCluster.Missing is not null, PostgresCluster.Missing ?? "");
        var seed = Seed.Take();
        await using var primary = await PostgresCluster.StartAsync();
        var database = await primary.CreateDatabaseAsync();
        await using var standby = await primary.StartStandbyAsync(isSynchronous: true);
        using var data = new TempFolder();
        var setup = new ServerSetup(data.Path)
        {
            Environment = new Dictionary<string, string?>
            {
                ["SWITCHYARD_Storage__Database"] = primary.UrlOf(database, standby),
            },
        };
        await using var server = await Server.StartAsync(setup);
        await using var campaign = new Campaign(setup, seed);
        await campaign.AcknowledgesAsync(new Random(seed).Next(1, 400), server);

        await primary.KillAsync();
        // Now each host has been asked, and found to be gone or a standby.
        await Eventually.HoldsAsync(
            "the server calls itself unready",
            async () => await server.HealthAsync("/ready") == HttpStatusCode.ServiceUnavailable,
            TimeSpan.FromSeconds(30)
        );
        var ordered = TimeProvider.System.GetTimestamp();
        await standby.PromoteAsync();
        await campaign.AcknowledgesAsync(1, server);
        var outage = TimeProvider.System.GetElapsedTime(ordered);
        await campaign.AcknowledgesAsync(200, server);

        // Nobody fenced it. What is served is the new one's, as long as that one does not fail.
        await primary.StartAgainAsync();
        await campaign.AcknowledgesAsync(200, server);
        var problems = await campaign.SettleAsync();

        var seconds = outage.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{campaign.Journal.Acknowledged} acknowledged, again {seconds} s after the order to promote"
        );
        problems.ShouldBeEmpty(server.Said);
        server.HasExited.ShouldBeFalse(server.Said);
        await Invariants.VerifyAsync(standby, database);
        outage.ShouldBeLessThan(Most, server.Said);
    }
}
