using System.Net;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Scheduler;

public sealed class SchedulerFailureTests
{
    [Fact]
    public async Task Caller_WithoutAKey_IsRefusedInTheEnvelope()
    {
        await using var server = await ServerFixture.StartAsync();

        (await server.ExchangeAsync("console", "GET /api/workers HTTP/1.1")).ShouldBe(
            """
            HTTP/1.1 401 Unauthorized
            Content-Type: application/json
            WWW-Authenticate: Bearer
            X-Correlation-Id: {id}

            {"success":false,"data":null,"message":"A valid API key is needed, as Authorization: Bearer or X-API-Key.","error":{"type":"unauthorized","code":401,"message":"A valid API key is needed, as Authorization: Bearer or X-API-Key."},"timestamp":"{time}"}
            """
        );
    }

    [Theory]
    [InlineData("Authorization: Bearer {key}", HttpStatusCode.OK)]
    [InlineData("X-API-Key: {key}", HttpStatusCode.OK)]
    [InlineData("Authorization: Bearer nobodys", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization: Basic {key}", HttpStatusCode.Unauthorized)]
    public async Task Key_InAHeader_IsTaken(string header, HttpStatusCode expected)
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync(
            "console",
            $"GET /api/workers HTTP/1.1\n{header.Replace("{key}", ServerFixture.AdminKey)}"
        );

        answer.ShouldStartWith($"HTTP/1.1 {(int)expected} ");
    }

    [Fact]
    public async Task Key_WithoutTheScope_IsToldWhichOne()
    {
        await using var server = await ServerFixture.StartAsync();
        var key = await server.CreateKeyAsync("work");

        var (status, body) = await server.SendAsync(HttpMethod.Get, "console", "/api/workers", key: key);

        status.ShouldBe(HttpStatusCode.Forbidden);
        body.GetProperty("error").GetProperty("message").GetString().ShouldBe("The caller needs the scope read.");
    }

    [Fact]
    public async Task Key_PastItsRequestsOfTheMinute_IsToldWhenToTryAgain()
    {
        await using var server = await ServerFixture.StartAsync();
        var key = await server.CreateKeyAsync("read", ",\"max_per_minute\":1");
        await server.SendAsync(HttpMethod.Get, "console", "/api/workers", key: key);

        var answer = await server.ExchangeAsync("console", $"GET /api/workers HTTP/1.1\nX-API-Key: {key}");

        answer.ShouldStartWith("HTTP/1.1 429 ");
        answer.ShouldContain("\nRetry-After: ");
        answer.ShouldContain("\"type\":\"too_many_requests\"");
    }

    [Theory]
    [InlineData("GET /api/nothing", 404, "not_found")]
    [InlineData("GET /nothing", 404, "not_found")]
    [InlineData("POST /api/health", 405, "method_not_allowed")]
    [InlineData("GET /api/workers/nobody", 404, "not_found")]
    public async Task Path_ThatIsNone_IsAnsweredInTheEnvelope(string request, int status, string type)
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync("console", $"{request} HTTP/1.1\nX-API-Key: {ServerFixture.AdminKey}");

        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        answer.ShouldContain("\nContent-Type: application/json\n");
        answer.ShouldContain($"{{\"success\":false,\"data\":null,\"message\":");
        answer.ShouldContain($"\"error\":{{\"type\":\"{type}\",\"code\":{status},");
    }
}
