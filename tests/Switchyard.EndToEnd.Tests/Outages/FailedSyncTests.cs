using Switchyard.EndToEnd.Tests.Broker;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Outages;

public sealed class FailedSyncTests
{
    /// <summary>
    /// After a failed sync the system may drop the pages and forget the error: a second sync would lie. So the process
    /// ends, and the next one reads what the disk really has.
    /// </summary>
    [Fact]
    public async Task Sync_Fails_EndsTheProcessWithoutAnAcknowledgement()
    {
        using var data = new TempFolder();
        var setup = new ServerSetup(data.Path);
        var acknowledged = new List<string>();
        await using (var server = await Server.StartAsync(setup))
        {
            using var client = new BrokerClient(setup.Broker);
            for (var number = 0; number < 20; number++)
            {
                acknowledged.Add((await client.CreateAsync("""{"type":"Nobody"}""")).TaskId.ShouldNotBeNull());
            }

            await using (await SyscallFault.BeginAsync(server.ProcessId, "EIO", "fdatasync", "fsync"))
            {
                (await IsAcknowledgedAsync(client)).ShouldBeFalse(server.Said);
                (await server.ExitAsync(TimeSpan.FromSeconds(20))).ShouldNotBe(0, server.Said);
            }
        }

        await using var again = await Server.StartAsync(setup);
        using var reader = new BrokerClient(setup.Broker);
        foreach (var taskId in acknowledged)
        {
            (await reader.ReadAsync(taskId)).IsProcessing.ShouldBeTrue($"{taskId} was acknowledged");
        }
    }

    private static async Task<bool> IsAcknowledgedAsync(BrokerClient client)
    {
        try
        {
            return (await client.CreateAsync("""{"type":"Nobody"}""")).TaskId is not null;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
