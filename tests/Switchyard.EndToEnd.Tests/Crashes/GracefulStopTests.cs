using Switchyard.EndToEnd.Tests.Load;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Crashes;

public sealed class GracefulStopTests
{
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Stop_UnderLoad_EndsInTimeAndLosesNothing()
    {
        const int Stops = 2;
        var seed = Seed.Take();
        using var data = new TempFolder();
        var setup = new ServerSetup(data.Path);
        var server = await Server.StartAsync(setup);
        try
        {
            await using var campaign = new Campaign(setup, seed);
            for (var stop = 0; stop < Stops; stop++)
            {
                await campaign.AcknowledgesAsync(500, server);
                server.Terminate();
                (await server.ExitAsync(Promise)).ShouldBe(0, server.Said);
                await server.DisposeAsync();
                server = await Server.StartAsync(setup);
            }

            (await campaign.SettleAsync()).ShouldBeEmpty(server.Said);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }
}
