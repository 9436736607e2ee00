using Switchyard.EndToEnd.Tests.Load;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Crashes;

public sealed class KillTests
{
    [Fact]
    public Task Kill_AtRandomMomentsUnderLoad_LosesNothingAcknowledged() => KillAsync(rounds: 5);

    [Fact, Trait("Category", "Soak")]
    public Task Kill_TwoHundredTimesUnderLoad_LosesNothingAcknowledged() => KillAsync(rounds: 200);

    private static async Task KillAsync(int rounds)
    {
        var seed = Seed.Take();
        var random = new Random(seed);
        using var data = new TempFolder();
        var setup = new ServerSetup(data.Path);
        var server = await Server.StartAsync(setup);
        try
        {
            await using var campaign = new Campaign(setup, seed);
            for (var round = 0; round < rounds; round++)
            {
                await campaign.AcknowledgesAsync(random.Next(1, 800), server);
                await server.KillAsync();
                await server.DisposeAsync();
                if (random.Next(4) == 0)
                {
                    await KillStartingAsync(setup, random);
                }

                server = await Server.StartAsync(setup);
            }

            var problems = await campaign.SettleAsync();

            TestContext.Current.TestOutputHelper?.WriteLine($"{campaign.Journal.Acknowledged} acknowledged");
            problems.ShouldBeEmpty(server.Said);
            campaign.Journal.Acknowledged.ShouldBeGreaterThanOrEqualTo(rounds);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>Recovery must survive its own interruption.</summary>
    private static async Task KillStartingAsync(ServerSetup setup, Random random)
    {
        await using var server = Server.Launch(setup);
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(400)), TimeProvider.System);
        await server.KillAsync();
    }
}
