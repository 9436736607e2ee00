using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Listeners;

public sealed class OriginTests
{
    private const string App = "https://app.example.com";

    [Theory]
    [InlineData("console")]
    [InlineData("broker")]
    [InlineData("learning")]
    [InlineData("pull")]
    [InlineData("solver")]
    public async Task Origin_Unknown_IsForbiddenOnEveryListener(string listener)
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync(listener, "GET / HTTP/1.1\nOrigin: https://evil.example");

        answer.ShouldStartWith("HTTP/1.1 403 Forbidden\n");
        answer.ShouldNotContain("Access-Control");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("https://localhost")]
    [InlineData("http://localhost:1")]
    public async Task Origin_NearlyTheOwn_IsForbidden(string origin)
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync(
            "console",
            $"GET /api/health HTTP/1.1\nHost: localhost\nOrigin: {origin}"
        );

        answer.ShouldStartWith("HTTP/1.1 403 Forbidden\n");
    }

    [Fact]
    public async Task Origin_OfAPageOfItsOwn_IsServed()
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync(
            "console",
            "GET /api/health HTTP/1.1\nHost: localhost\nOrigin: http://localhost"
        );

        answer.ShouldStartWith("HTTP/1.1 200 OK\n");
    }

    [Fact]
    public async Task Origin_Configured_MayReadTheAnswer()
    {
        await using var server = await ServerFixture.StartAsync(("Dialects:Console:AllowedOrigins", App));

        var answer = await server.ExchangeAsync("console", $"GET /api/v1/jobs HTTP/1.1\nOrigin: {App}");

        answer.ShouldBe(
            """
            HTTP/1.1 401 Unauthorized
            Access-Control-Allow-Credentials: true
            Access-Control-Allow-Origin: https://app.example.com
            Access-Control-Expose-Headers: Retry-After, X-Correlation-Id
            Content-Type: application/problem+json
            Vary: Origin
            WWW-Authenticate: Bearer
            X-Correlation-Id: {id}

            {"type":"about:blank","title":"Unauthorized","status":401,"detail":"A valid API key is needed, as Authorization: Bearer or X-API-Key.","code":"unauthorized","correlation_id":"{id}"}
            """
        );
    }

    [Fact]
    public async Task Preflight_OfAConfiguredOrigin_IsAnswered()
    {
        await using var server = await ServerFixture.StartAsync(("Dialects:Console:AllowedOrigins", App));

        var answer = await server.ExchangeAsync(
            "console",
            $"OPTIONS /api/v1/jobs HTTP/1.1\nOrigin: {App}\nAccess-Control-Request-Method: POST"
        );

        answer.ShouldBe(
            """
            HTTP/1.1 204 No Content
            Access-Control-Allow-Credentials: true
            Access-Control-Allow-Headers: Authorization, Content-Type, Idempotency-Key, X-API-Key
            Access-Control-Allow-Methods: GET, POST, PUT, DELETE
            Access-Control-Allow-Origin: https://app.example.com
            Access-Control-Expose-Headers: Retry-After, X-Correlation-Id
            Access-Control-Max-Age: 600
            Vary: Origin


            """
        );
    }
}
