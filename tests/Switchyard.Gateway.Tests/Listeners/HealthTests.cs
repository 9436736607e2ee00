using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Listeners;

public sealed class HealthTests
{
    [Fact]
    public async Task Health_OfARunningNode_IsTheSchedulersEnvelope()
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync("console", "GET /api/health HTTP/1.1");

        answer.ShouldBe(
            """
            HTTP/1.1 200 OK
            Content-Type: application/json

            {"success":true,"data":{"status":"healthy","database":"connected","message_queue":"connected","uptime_seconds":0,"version":"0.1.0"},"message":"OK","timestamp":"{time}"}
            """
        );
    }
}
