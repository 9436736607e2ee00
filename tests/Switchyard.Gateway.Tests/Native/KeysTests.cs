using System.Globalization;
using System.Net;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Native;

public sealed class KeysTests
{
    [Fact]
    public async Task Key_Created_IsShownOnceAndListedWithoutItsSecret()
    {
        await using var server = await ServerFixture.StartAsync();

        var (status, made) = await server.SendAsync(
            HttpMethod.Post,
            "console",
            "/api/v1/keys",
            """{"name":"shop","scopes":["submit","read"],"id_format":"int","max_queued":10,"max_per_minute":600}"""
        );
        var (_, list) = await server.SendAsync(HttpMethod.Get, "console", "/api/v1/keys");

        status.ShouldBe(HttpStatusCode.Created);
        var secret = made.GetProperty("key").GetString()!;
        $"{made}".ShouldBe($$"""{"id":2,"name":"shop","scopes":["read","submit"],"key":"{{secret}}"}""");
        $"{list}".ShouldNotContain(secret);
        $"{list.GetProperty("keys")[1]}".ShouldStartWith(
            """{"id":2,"name":"shop","scopes":["read","submit"],"id_format":"int","max_queued":10,"max_per_minute":600,"created_at":"""
        );
    }

    [Theory]
    [InlineData("", "bad_request")]
    [InlineData("[]", "bad_request")]
    [InlineData("""{"scopes":["read"]}""", "bad_request")]
    [InlineData("""{"name":"x","scopes":"read"}""", "bad_request")]
    [InlineData("""{"name":"","scopes":["read"]}""", "name: 1 to 100 characters")]
    [InlineData("""{"name":null,"scopes":["read"]}""", "name: 1 to 100 characters")]
    [InlineData("""{"name":"x","scopes":[]}""", "scopes: at least one of read, submit, work, exec, metrics, admin")]
    [InlineData("""{"name":"x","scopes":null}""", "scopes: at least one of read, submit, work, exec, metrics, admin")]
    [InlineData(
        """{"name":"x","scopes":["rule"]}""",
        "scopes: at least one of read, submit, work, exec, metrics, admin"
    )]
    [InlineData("""{"name":"x","scopes":["read"],"id_format":"hex"}""", "id_format: uuid or int")]
    [InlineData("""{"name":"x","scopes":["read"],"max_queued":0}""", "max_queued: at least 1")]
    [InlineData("""{"name":"x","scopes":["read"],"max_per_minute":0}""", "max_per_minute: at least 1")]
    public async Task Key_Malformed_IsRefused(string body, string said)
    {
        await using var server = await ServerFixture.StartAsync();

        var (status, problem) = await server.SendAsync(HttpMethod.Post, "console", "/api/v1/keys", body);

        status.ShouldBe(said == "bad_request" ? HttpStatusCode.BadRequest : HttpStatusCode.UnprocessableEntity);
        $"{problem}".ShouldContain(said);
    }

    [Fact]
    public async Task Key_Removed_IsRefusedFromThenOn()
    {
        await using var server = await ServerFixture.StartAsync();
        var key = await server.CreateKeyAsync("read");

        (await server.SendAsync(HttpMethod.Get, "console", "/api/v1/stats", key: key)).Status.ShouldBe(
            HttpStatusCode.OK
        );
        (await server.SendAsync(HttpMethod.Delete, "console", "/api/v1/keys/2")).Status.ShouldBe(
            HttpStatusCode.NoContent
        );

        (await server.SendAsync(HttpMethod.Get, "console", "/api/v1/stats", key: key)).Status.ShouldBe(
            HttpStatusCode.Unauthorized
        );
        (await server.SendAsync(HttpMethod.Delete, "console", "/api/v1/keys/2")).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        (await server.SendAsync(HttpMethod.Delete, "console", "/api/v1/keys/x")).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    [Theory]
    [InlineData("read", "POST", "/api/v1/jobs")]
    [InlineData("work", "GET", "/api/v1/jobs")]
    [InlineData("submit", "GET", "/api/v1/workers")]
    [InlineData("read submit work exec metrics", "GET", "/api/v1/keys")]
    [InlineData("read submit work exec metrics", "POST", "/api/v1/keys")]
    [InlineData("read submit work exec metrics", "DELETE", "/api/v1/keys/1")]
    public async Task Key_WithoutTheScope_IsForbidden(string scopes, string method, string path)
    {
        await using var server = await ServerFixture.StartAsync();
        var key = await server.CreateKeyAsync(scopes);

        var (status, problem) = await server.SendAsync(new HttpMethod(method), "console", path, "{}", key);

        status.ShouldBe(HttpStatusCode.Forbidden);
        problem.GetProperty("code").GetString().ShouldBe("forbidden");
    }

    [Theory]
    [InlineData("Authorization: Bearer fixture-admin-key-0123456789", 200)]
    [InlineData("Authorization: bearer fixture-admin-key-0123456789", 200)]
    [InlineData("X-API-Key: fixture-admin-key-0123456789", 200)]
    [InlineData("Authorization: Basic fixture-admin-key-0123456789", 401)]
    [InlineData("Authorization: Bearer fixture-admin-key-012345678", 401)]
    [InlineData("Accept: */*", 401)]
    public async Task Key_PresentedInSomeWay_IsRecognisedOrNot(string header, int status)
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync("console", $"GET /api/v1/stats HTTP/1.1\n{header}");

        answer.ShouldStartWith($"HTTP/1.1 {status} ");
    }

    [Fact]
    public async Task Key_InTheQueryOfARequest_IsNotTaken()
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync(
            "console",
            $"GET /api/v1/stats?token={ServerFixture.AdminKey} HTTP/1.1"
        );

        answer.ShouldStartWith("HTTP/1.1 401 ");
    }

    [Fact]
    public async Task Anonymous_WhereKeysAreNotRequired_MaySubmitButNotRule()
    {
        await using var server = await ServerFixture.StartAsync(("Dialects:Console:RequireKeys", "false"));

        (await server.ExchangeAsync("console", "POST /api/v1/jobs HTTP/1.1\n\n{\"type\":\"a\"}")).ShouldStartWith(
            "HTTP/1.1 201 "
        );
        (await server.ExchangeAsync("console", "GET /api/v1/keys HTTP/1.1")).ShouldStartWith("HTTP/1.1 403 ");
        (await server.ExchangeAsync("console", "GET /api/v1/jobs HTTP/1.1\nX-API-Key: nobodys")).ShouldStartWith(
            "HTTP/1.1 401 "
        );
    }

    [Fact]
    public async Task Limit_OfRequestsAMinute_IsHeldWithRetryAfter()
    {
        await using var server = await ServerFixture.StartAsync();
        var key = await server.CreateKeyAsync("read", ",\"max_per_minute\":2");
        var request = $"GET /api/v1/stats HTTP/1.1\nX-API-Key: {key}";

        (await server.ExchangeAsync("console", request)).ShouldStartWith("HTTP/1.1 200 ");
        (await server.ExchangeAsync("console", request)).ShouldStartWith("HTTP/1.1 200 ");
        var refused = await server.ExchangeAsync("console", request);

        refused.ShouldStartWith("HTTP/1.1 429 Too Many Requests\n");
        refused.ShouldContain("\"code\":\"too_many_requests\"");
        var wait = refused.Split('\n').Single(line => line.StartsWith("Retry-After: ", StringComparison.Ordinal));
        int.Parse(wait["Retry-After: ".Length..], CultureInfo.InvariantCulture).ShouldBeInRange(1, 30);
    }

    [Fact]
    public async Task Limit_OfRequestsSwitchedOff_IsNotHeld()
    {
        await using var server = await ServerFixture.StartAsync(("Dialects:Console:RateLimits:Enabled", "false"));
        var key = await server.CreateKeyAsync("read", ",\"max_per_minute\":1");

        for (var i = 0; i < 3; i++)
        {
            (await server.SendAsync(HttpMethod.Get, "console", "/api/v1/stats", key: key)).Status.ShouldBe(
                HttpStatusCode.OK
            );
        }
    }

    [Fact]
    public async Task Limit_OfQueuedJobs_IsHeld()
    {
        await using var server = await ServerFixture.StartAsync();
        var key = await server.CreateKeyAsync("submit", ",\"max_queued\":1");

        var (first, _) = await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", """{"type":"a"}""", key);
        var (second, problem) = await server.SendAsync(
            HttpMethod.Post,
            "console",
            "/api/v1/jobs",
            """{"type":"a"}""",
            key
        );

        first.ShouldBe(HttpStatusCode.Created);
        second.ShouldBe(HttpStatusCode.TooManyRequests);
        problem.GetProperty("code").GetString().ShouldBe("queue_full");
    }
}
