using System.Net;
using System.Text.Json;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>Workers over plain HTTP, byte for byte, and what becomes of their jobs.</summary>
public sealed class HttpWorkerTests
{
    private const string Key = $"Authorization: Bearer {ServerFixture.AdminKey}";
    private const string Registration = """{"worker":"w1","types":["t"]}""";

    [Fact]
    public async Task Register_AgainUnderTheSameName_ChangesIt()
    {
        await using var server = await ServerFixture.StartAsync();

        var first = await server.ExchangeAsync("console", $"POST /api/v1/workers HTTP/1.1\n{Key}\n\n{Registration}");
        var again = await server.ExchangeAsync(
            "console",
            $$"""
            POST /api/v1/workers HTTP/1.1
            {{Key}}

            {"worker":"w1","types":["t","u"],"tags":["gpu"],"capacity":4,"lease_seconds":2.5,"more":[]}
            """
        );

        first.ShouldBe(
            """
            HTTP/1.1 201 Created
            Content-Type: application/json

            {"worker":"w1","lease_seconds":30,"server_version":"0.1.0"}
            """
        );
        again.ShouldBe(
            """
            HTTP/1.1 200 OK
            Content-Type: application/json

            {"worker":"w1","lease_seconds":2.5,"server_version":"0.1.0"}
            """
        );
        var (_, list) = await server.SendAsync(HttpMethod.Get, "console", "/api/v1/workers");
        var worker = list.GetProperty("workers").EnumerateArray().ShouldHaveSingleItem();
        worker.GetProperty("transport").GetString().ShouldBe("http");
        worker.GetProperty("status").GetString().ShouldBe("online");
        worker.GetProperty("tags")[0].GetString().ShouldBe("gpu");
    }

    [Fact]
    public async Task Job_LeasedAndSettled_KeepsItsBytes()
    {
        await using var server = await StartAsync();
        const string payload = "{ \"b\" : 1, \"a\":1e400, \"a\" : \"\\u0000\\ud83d\\ude00é\" }";
        const string result = "[ 12345678901234567890.10 ]";
        await PostAsync(server, "/api/v1/jobs", $$"""{"type":"t","payload":{{payload}}}""");

        var leased = await server.ExchangeAsync(
            "console",
            $$"""
            POST /api/v1/workers/w1/lease HTTP/1.1
            {{Key}}

            {"max":8,"wait_ms":60000}
            """
        );

        leased.ShouldBe(
            $$"""
            HTTP/1.1 200 OK
            Content-Type: application/json

            {"jobs":[{"job":1,"token":1,"uuid":"{uuid}","attempt":1,"type":"t","priority":5,"created_at":"{time}","payload":{{payload}}}]}
            """
        );
        var settled = await server.ExchangeAsync(
            "console",
            $$"""
            POST /api/v1/workers/w1/settle HTTP/1.1
            {{Key}}

            {"results":[{"job":1,"token":1,"outcome":"succeeded","result":{{result}}},{"job":9,"token":9,"outcome":"failed","error":"x"}]}
            """
        );
        settled.ShouldBe(
            """
            HTTP/1.1 200 OK
            Content-Type: application/json

            {"results":[{"job":1,"token":1,"answer":"settled"},{"job":9,"token":9,"answer":"gone"}]}
            """
        );
        using var job = await server.Http.SendAsync(
            new(HttpMethod.Get, server.At("console", "/api/v1/jobs/1"))
            {
                Headers = { { "X-API-Key", ServerFixture.AdminKey } },
            }
        );
        (await job.Content.ReadAsStringAsync()).ShouldEndWith($"\"result\":{result}}}");
    }

    [Fact]
    public async Task Settle_AsksForMore_IsAnsweredWithBoth()
    {
        await using var server = await StartAsync();
        await PostAsync(server, "/api/v1/jobs", """[{"type":"t"},{"type":"t"},{"type":"t"}]""");
        await PostAsync(server, "/api/v1/workers/w1/lease", "");

        var (status, answer) = await PostAsync(
            server,
            "/api/v1/workers/w1/settle",
            """{"lease":{"max":10},"results":[{"job":1,"token":1,"outcome":"succeeded"}]}"""
        );

        status.ShouldBe(HttpStatusCode.OK);
        answer.GetProperty("results")[0].GetProperty("answer").GetString().ShouldBe("settled");
        Numbers(answer.GetProperty("jobs"), "job").ShouldBe([2, 3]);
        answer.TryGetProperty("registered", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Settle_ByAWorkerThatIsNotRegistered_CountsAndSaysSo()
    {
        await using var server = await StartAsync();

        var (status, answer) = await PostAsync(
            server,
            "/api/v1/workers/other/settle",
            """{"lease":{},"results":[{"job":1,"token":1,"outcome":"succeeded"}]}"""
        );

        status.ShouldBe(HttpStatusCode.OK);
        answer
            .GetRawText()
            .ShouldBe("""{"results":[{"job":1,"token":1,"answer":"gone"}],"jobs":[],"registered":false}""");
    }

    [Fact]
    public async Task Renew_OfACancelledJob_SaysRevoked()
    {
        await using var server = await StartAsync();
        await PostAsync(server, "/api/v1/jobs", """[{"type":"t"},{"type":"t"}]""");
        await PostAsync(server, "/api/v1/workers/w1/lease", """{"max":2}""");
        await PostAsync(server, "/api/v1/jobs/1/cancel", "");

        var answer = await server.ExchangeAsync(
            "console",
            $$$"""
            POST /api/v1/workers/w1/renew HTTP/1.1
            {{{Key}}}

            {"jobs":[{"job":1,"token":1},{"job":2,"token":2,"progress":{"done": 0.50}}],"pending":3,"lease_seconds":60}
            """
        );

        answer.ShouldBe(
            """
            HTTP/1.1 200 OK
            Content-Type: application/json

            {"jobs":[{"job":1,"token":1,"answer":"revoked","reason":"cancelled"},{"job":2,"token":2,"answer":"held"}]}
            """
        );
        (await GetAsync(server, "/api/v1/jobs/2")).GetProperty("progress").GetRawText().ShouldBe("{\"done\": 0.50}");
    }

    [Fact]
    public async Task ProgressAndLog_OfHeldJobs_AreKept()
    {
        await using var server = await StartAsync();
        await PostAsync(server, "/api/v1/jobs", """{"type":"t"}""");
        await PostAsync(server, "/api/v1/workers/w1/lease", "");

        var (_, progress) = await PostAsync(
            server,
            "/api/v1/workers/w1/progress",
            """{"jobs":[{"job":1,"token":1,"progress":0.5},{"job":1,"token":7,"progress":0.7}]}"""
        );
        var (_, log) = await PostAsync(
            server,
            "/api/v1/workers/w1/log",
            """{"jobs":[{"job":1,"token":1,"text":"one\ntwo"}]}"""
        );

        Words(progress.GetProperty("jobs"), "answer").ShouldBe(["held", "revoked"]);
        Words(log.GetProperty("jobs"), "answer").ShouldBe(["held"]);
        (await GetAsync(server, "/api/v1/jobs/1")).GetProperty("progress").GetRawText().ShouldBe("0.5");
    }

    [Fact]
    public async Task Pause_OfAJobWhoseWorkerCannot_IsRefusedWithTheReason()
    {
        await using var server = await StartAsync();
        await PostAsync(server, "/api/v1/jobs", """{"type":"t"}""");
        await PostAsync(server, "/api/v1/workers/w1/lease", "{}");

        var (_, refused) = await PostAsync(server, "/api/v1/jobs/1/pause", "");

        refused
            .GetProperty("detail")
            .GetString()
            .ShouldBe("The job is running, and its worker cannot be asked to pause it.");
    }

    [Fact]
    public async Task Pause_OfAJobWhoseWorkerCan_IsAskedWithTheRenewal()
    {
        await using var server = await ServerFixture.StartAsync();
        await PostAsync(server, "/api/v1/workers", """{"worker":"w1","types":["t"],"features":["pause"]}""");
        await PostAsync(server, "/api/v1/jobs", """{"type":"t"}""");
        await PostAsync(server, "/api/v1/workers/w1/lease", "");
        await PostAsync(server, "/api/v1/jobs/1/pause", "");

        var (_, asked) = await PostAsync(server, "/api/v1/workers/w1/renew", """{"jobs":[{"job":1,"token":1}]}""");
        await PostAsync(
            server,
            "/api/v1/workers/w1/settle",
            """{"results":[{"job":1,"token":1,"outcome":"paused","result":{"page":7}}]}"""
        );
        await PostAsync(server, "/api/v1/jobs/1/resume", "");
        var (_, again) = await PostAsync(server, "/api/v1/workers/w1/lease", "");

        asked.GetRawText().ShouldBe("""{"jobs":[{"job":1,"token":1,"answer":"held","pause":true}]}""");
        again.GetProperty("jobs")[0].GetProperty("checkpoint").GetRawText().ShouldBe("""{"page":7}""");
        again.GetProperty("jobs")[0].GetProperty("attempt").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Worker_ThatReleasesDrainsAndLeaves_LosesNothing()
    {
        await using var server = await StartAsync();
        await PostAsync(server, "/api/v1/jobs", """[{"type":"t"},{"type":"t"}]""");
        await PostAsync(server, "/api/v1/workers/w1/lease", """{"max":2}""");

        var (_, released) = await PostAsync(server, "/api/v1/workers/w1/release", """{"jobs":[{"job":1,"token":1}]}""");
        var (drained, _) = await PostAsync(server, "/api/v1/workers/w1/drain", "");
        var (_, nothing) = await PostAsync(server, "/api/v1/workers/w1/lease", "");
        var (left, _) = await server.SendAsync(HttpMethod.Delete, "console", "/api/v1/workers/w1");

        released.GetRawText().ShouldBe("""{"results":[{"job":1,"token":1,"answer":"settled"}]}""");
        drained.ShouldBe(HttpStatusCode.NoContent);
        nothing.GetRawText().ShouldBe("""{"jobs":[],"draining":true}""");
        left.ShouldBe(HttpStatusCode.NoContent);
        foreach (var id in new[] { 1, 2 })
        {
            var job = await GetAsync(server, $"/api/v1/jobs/{id}");
            job.GetProperty("state").GetString().ShouldBe("pending");
            job.GetProperty("attempt").GetInt32().ShouldBe(0);
        }
    }

    private static async Task<ServerFixture> StartAsync()
    {
        var server = await ServerFixture.StartAsync();
        await PostAsync(server, "/api/v1/workers", Registration);
        return server;
    }

    private static Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(
        ServerFixture server,
        string path,
        string json
    ) => server.SendAsync(HttpMethod.Post, "console", path, json);

    private static async Task<JsonElement> GetAsync(ServerFixture server, string path) =>
        (await server.SendAsync(HttpMethod.Get, "console", path)).Body;

    private static IEnumerable<long> Numbers(JsonElement items, string member) =>
        items.EnumerateArray().Select(item => item.GetProperty(member).GetInt64());

    private static IEnumerable<string?> Words(JsonElement items, string member) =>
        items.EnumerateArray().Select(item => item.GetProperty(member).GetString());
}
