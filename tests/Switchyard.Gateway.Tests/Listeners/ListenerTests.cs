using System.Net;
using System.Net.Sockets;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Listeners;

public sealed class ListenerTests
{
    [Fact]
    public async Task Dialect_NotBuiltYet_AnswersPlainJson()
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync("solver", "GET /health HTTP/1.1");

        answer.ShouldBe(
            """
            HTTP/1.1 404 Not Found
            Content-Type: application/json
            X-Correlation-Id: {id}

            {"error":"not_built","message":"This version of Switchyard does not serve the solver API yet."}
            """
        );
    }

    [Fact]
    public async Task Listener_Off_IsNotServed()
    {
        await using var server = await ServerFixture.StartAsync(("Dialects:Solver:Listen", "off"));

        server.Listeners.ShouldBe(["broker", "console", "learning", "pull"], ignoreOrder: true);
    }

    [Fact]
    public async Task Listeners_OnOnePort_AreToldApartByPath()
    {
        var port = FreePort();
        await using var server = await ServerFixture.StartAsync(
            ("Dialects:Console:Listen", $"http://127.0.0.1:{port}"),
            ("Dialects:Pull:Listen", $"http://127.0.0.1:{port}/pull"),
            ("Dialects:Solver:Listen", $"http://127.0.0.1:{port}/pull/solver")
        );

        (await server.ExchangeAsync("console", "GET /pull/solver/x HTTP/1.1")).ShouldContain("the solver API");
        (await server.ExchangeAsync("console", "GET /pull/x HTTP/1.1")).ShouldContain("the pull API");
        (await server.ExchangeAsync("console", "GET /pulls HTTP/1.1")).ShouldContain("\"not_found\"");
        (await server.ExchangeAsync("console", "GET /api/health HTTP/1.1")).ShouldStartWith("HTTP/1.1 200 ");
    }

    [Fact]
    public async Task SharedPort_APathThatIsNobodys_IsNotFound()
    {
        var port = FreePort();
        await using var server = await ServerFixture.StartAsync(
            ("Dialects:Pull:Listen", $"http://127.0.0.1:{port}/pull"),
            ("Dialects:Solver:Listen", $"http://127.0.0.1:{port}/solver")
        );

        (await server.ExchangeAsync("pull", "GET / HTTP/1.1")).ShouldStartWith("HTTP/1.1 404 Not Found\n");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("[::1]:8080")]
    [InlineData("switchyard.internal:80")]
    public async Task Host_OfThisMachineOrConfigured_IsServed(string host)
    {
        await using var server = await ServerFixture.StartAsync(
            ("Dialects:Console:AllowedHosts", "other.internal,switchyard.internal")
        );

        var answer = await server.ExchangeAsync("console", $"GET /api/health HTTP/1.1\nHost: {host}");

        answer.ShouldStartWith("HTTP/1.1 200 OK\n");
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example:8080")]
    [InlineData("localhost.evil.example")]
    public async Task Host_OfAnotherName_IsForbidden(string host)
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync("console", $"GET /api/health HTTP/1.1\nHost: {host}");

        answer.ShouldBe(
            """
            HTTP/1.1 403 Forbidden
            Content-Type: application/json
            X-Correlation-Id: {id}

            {"success":false,"data":null,"message":"This is not allowed.","error":{"type":"forbidden","code":403,"message":"This is not allowed."},"timestamp":"{time}"}
            """
        );
    }

    [Fact]
    public async Task Start_OnAPortInUse_NamesTheAddress()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var start = () => ServerFixture.StartAsync(("Dialects:Broker:Listen", $"http://127.0.0.1:{port}"));

        (await start.ShouldThrowAsync<IOException>()).Message.ShouldContain($"127.0.0.1:{port}");
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
