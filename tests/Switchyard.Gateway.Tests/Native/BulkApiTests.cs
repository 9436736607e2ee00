using System.Net;
using System.Text.Json;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Native;

public sealed class BulkApiTests
{
    [Fact]
    public async Task Bulk_CountedThenCarriedOut_IsSeenThroughToItsEnd()
    {
        await using var server = await ServerFixture.StartAsync();
        await SubmitAsync(server, 250);

        var (counting, dry) = await PostAsync(
            server,
            """{"action":"cancel","filter":{"type":"a","state":["pending"]},"dry_run":true}"""
        );
        var counted = await EndAsync(server, dry);
        var (starting, bulk) = await PostAsync(server, """{"action":"cancel","filter":{"type":"a"}}""");
        var ended = await EndAsync(server, bulk);

        (counting, starting).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.Accepted));
        counted.GetProperty("matched").GetInt64().ShouldBe(250);
        counted.GetProperty("done").GetInt64().ShouldBe(0);
        (ended.GetProperty("status").GetString(), ended.GetProperty("done").GetInt64()).ShouldBe(("done", 250));
        ended.GetProperty("filter").GetProperty("type").GetString().ShouldBe("a");
        var (_, list) = await server.SendAsync(HttpMethod.Get, "console", "/api/v1/bulk?limit=1");
        list.GetProperty("bulk")[0].GetProperty("id").GetInt64().ShouldBe(2);
        list.GetProperty("before").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task Bulk_OfAnotherKey_IsNotFound()
    {
        await using var server = await ServerFixture.StartAsync();
        var (mine, theirs) = (await server.CreateKeyAsync("submit"), await server.CreateKeyAsync("submit"));
        await SubmitAsync(server, 3);

        var (_, bulk) = await PostAsync(server, """{"action":"cancel"}""", mine);

        bulk.GetProperty("expected").GetInt64().ShouldBe(0);
        foreach (
            var (method, path) in new[] { (HttpMethod.Get, "/1"), (HttpMethod.Post, "/1/stop"), (HttpMethod.Get, "/x") }
        )
        {
            var (status, problem) = await server.SendAsync(method, "console", $"/api/v1/bulk{path}", key: theirs);
            status.ShouldBe(HttpStatusCode.NotFound);
            problem.GetProperty("detail").GetString().ShouldBe("There is no such bulk action.");
        }
    }

    [Theory]
    [InlineData("", "bad_request", "The body is not as it should be")]
    [InlineData("null", "invalid", "body: an object")]
    [InlineData("[]", "bad_request", "The body is not as it should be")]
    [InlineData("{}", "bad_request", "The body is not as it should be")]
    [InlineData("""{"action":"explode"}""", "invalid", "action: start")]
    [InlineData("""{"action":"cancel","filter":{"state":["lost"]}}""", "invalid", "filter.state: draft")]
    [InlineData("""{"action":"cancel","filter":{"state":["succeeded"]}}""", "invalid", "state: none of these")]
    [InlineData("""{"action":"cancel","filter":{"reason":"mood"}}""", "invalid", "filter.reason: error")]
    [InlineData("""{"action":"cancel","filter":{"key":-1}}""", "invalid", "filter.key: at least 0")]
    [InlineData("""{"action":"cancel","filter":{"created_from":"now"}}""", "bad_request", "The body is not as it")]
    [InlineData(
        """{"action":"cancel","filter":{"types":"a"}}""",
        "bad_request",
        "The body is not as it should be: $.filter.types,"
    )]
    [InlineData(
        """{"action":"cancel","filters":{"type":"a"}}""",
        "bad_request",
        "The body is not as it should be: $.filters,"
    )]
    [InlineData("""{"action":"cancel","dryrun":true}""", "bad_request", "The body is not as it should be: $.dryrun,")]
    [InlineData("""{"action":"\ud800"}""", "bad_request", "The body is not as it should be")]
    public async Task Bulk_ThatIsNone_IsRefusedWithItsReason(string body, string code, string detail)
    {
        await using var server = await ServerFixture.StartAsync();

        var (_, problem) = await PostAsync(server, body);

        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("detail").GetString().ShouldNotBeNull().ShouldStartWith(detail);
    }

    private static async Task SubmitAsync(ServerFixture server, int count) =>
        await server.SendAsync(
            HttpMethod.Post,
            "console",
            "/api/v1/jobs",
            $"[{string.Join(',', Enumerable.Repeat("""{"type":"a"}""", count))}]"
        );

    private static Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(
        ServerFixture server,
        string body,
        string key = ServerFixture.AdminKey
    ) => server.SendAsync(HttpMethod.Post, "console", "/api/v1/bulk", body, key);

    private static async Task<JsonElement> EndAsync(ServerFixture server, JsonElement bulk) =>
        (
            await server.SendAsync(
                HttpMethod.Get,
                "console",
                $"/api/v1/bulk/{bulk.GetProperty("id").GetInt64()}?wait=20"
            )
        ).Body;
}
