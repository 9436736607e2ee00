using System.Net.WebSockets;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Broker;

public sealed class BrokerHandshakeTests
{
    [Fact]
    public async Task Handshake_WithAnUnknownOrigin_IsRefused()
    {
        await using var server = await ServerFixture.StartAsync();

        var refused = await Should.ThrowAsync<WebSocketException>(() =>
            BrokerWorker.ConnectAsync(
                server.SocketAt("broker", "/worker/w1"),
                options => options.SetRequestHeader("Origin", "http://evil.example")
            )
        );

        refused.Message.ShouldContain("'403'");
    }

    [Fact]
    public async Task Handshake_OfferingDeflate_WorksWithoutIt()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await BrokerWorker.ConnectAsync(
            server.SocketAt("broker", "/worker/w1"),
            options => options.DangerousDeflateOptions = new WebSocketDeflateOptions()
        );
        await worker.SendAsync(BrokerSession.Register);

        var id = await server.CreateAsync("""{"type":"T"}""");

        (await worker.ReceiveTaskAsync()).TaskId.ShouldBe(id.Trim('"'));
    }
}
