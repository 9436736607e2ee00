using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Engine.Diagnostics;
using Switchyard.Gateway.Health;
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

    [Theory]
    [InlineData("ready", """{"status":"ready","listening":true,"stopping":false,"store":true,"queue":true}""")]
    [InlineData("live", """{"status":"alive"}""")]
    public async Task Probe_OfARunningNode_Answers(string probe, string data)
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync("console", $"GET /api/health/{probe} HTTP/1.1");

        answer.ShouldBe(
            $$"""
            HTTP/1.1 200 OK
            Content-Type: application/json

            {"success":true,"data":{{data}},"message":"OK","timestamp":"{time}"}
            """
        );
    }

    [Fact]
    public async Task Check_NodeStartsAndStops_IsHealthyInBetween()
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        var health = new NodeHealth(new SoundEngine(), lifetime, new ManualTime(), NullLogger<NodeHealth>.Instance);

        (await health.CheckAsync(CancellationToken.None)).IsHealthy.ShouldBeFalse();
        lifetime.NotifyStarted();
        (await health.CheckAsync(CancellationToken.None)).IsHealthy.ShouldBeTrue();
        lifetime.StopApplication();
        var stopping = await health.CheckAsync(CancellationToken.None);
        stopping.IsHealthy.ShouldBeFalse();
        stopping.IsStopping.ShouldBeTrue();
        (await health.CheckLifeAsync(CancellationToken.None)).ShouldBeNull();
    }

    private sealed class SoundEngine : IEngineHealth
    {
        public ValueTask<EngineHealth> ProbeAsync(CancellationToken cancellation) =>
            new(new EngineHealth(true, true, TimeSpan.Zero, null));

        public ValueTask<string?> ProbeLifeAsync(CancellationToken cancellation) => new((string?)null);
    }
}
