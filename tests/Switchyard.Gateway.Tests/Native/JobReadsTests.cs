using System.Net;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Native;

public sealed class JobReadsTests
{
    [Theory]
    [InlineData("2")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("9007199254740993")]
    [InlineData("x")]
    [InlineData("00000000-0000-8000-8400-000000000000")]
    [InlineData("11111111-1111-4111-8111-111111111111")]
    public async Task Job_UnderANameThatIsNone_IsNotFound(string name)
    {
        await using var server = await ServerFixture.StartAsync();
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", """{"type":"a"}""");

        foreach (var path in new[] { "", "/attempts", "/why" })
        {
            var (status, problem) = await server.SendAsync(HttpMethod.Get, "console", $"/api/v1/jobs/{name}{path}");
            status.ShouldBe(HttpStatusCode.NotFound);
            problem.GetProperty("detail").GetString().ShouldBe("There is no such job.");
        }
    }

    [Theory]
    [InlineData("GET", "/api/v1/jobs?stat=failed", "stat: no such parameter here; there are state, type, ")]
    [InlineData(
        "GET",
        "/api/v1/jobs/1?payload=false&waits=3",
        "waits: no such parameter here; there are wait, payload"
    )]
    [InlineData("GET", "/api/v1/jobs/1?payload=no", "payload: true or false")]
    [InlineData("GET", "/api/v1/workers?online=true", "online: no such parameter here; there are none")]
    [InlineData("POST", "/api/v1/jobs/1/cancel?after=3", "after: no such parameter here; there are none")]
    public async Task Parameter_ThatTheRouteDoesNotKnow_IsRefused(string method, string path, string detail)
    {
        await using var server = await ServerFixture.StartAsync();
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", """{"type":"a"}""");

        var (status, problem) = await server.SendAsync(new HttpMethod(method), "console", path);

        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("detail").GetString().ShouldNotBeNull().ShouldStartWith(detail);
        var (_, job) = await server.SendAsync(HttpMethod.Get, "console", "/api/v1/jobs/1?PAYLOAD=False");
        (job.GetProperty("state").GetString(), job.TryGetProperty("payload", out _)).ShouldBe(("pending", false));
    }

    [Fact]
    public async Task Job_ByItsUuid_IsFound()
    {
        await using var server = await ServerFixture.StartAsync();
        var (_, made) = await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", """{"type":"a"}""");

        var (status, job) = await server.SendAsync(
            HttpMethod.Get,
            "console",
            $"/api/v1/jobs/{made.GetProperty("uuid").GetString()}"
        );

        status.ShouldBe(HttpStatusCode.OK);
        job.GetProperty("id").GetInt64().ShouldBe(made.GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task Job_OfAnotherKey_IsNotFound()
    {
        await using var server = await ServerFixture.StartAsync();
        var (mine, theirs) = (await server.CreateKeyAsync("submit"), await server.CreateKeyAsync("submit read"));
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", """{"type":"a"}""", mine);

        (await server.SendAsync(HttpMethod.Get, "console", "/api/v1/jobs/1", key: mine)).Status.ShouldBe(
            HttpStatusCode.OK
        );
        (await server.SendAsync(HttpMethod.Get, "console", "/api/v1/jobs/1", key: theirs)).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
        var (_, list) = await server.SendAsync(HttpMethod.Get, "console", "/api/v1/jobs", key: theirs);
        list.GetProperty("jobs").GetArrayLength().ShouldBe(0);
        (await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs/1/cancel", key: theirs)).Status.ShouldBe(
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task List_WithFilters_IsPagedByCursor()
    {
        await using var server = await ServerFixture.StartAsync();
        await server.SendAsync(
            HttpMethod.Post,
            "console",
            "/api/v1/jobs",
            """[{"type":"a"},{"type":"b"},{"type":"a","draft":true},{"type":"a"}]"""
        );

        var (_, first) = await server.SendAsync(
            HttpMethod.Get,
            "console",
            "/api/v1/jobs?type=a&state=pending,draft&limit=2"
        );
        var before = first.GetProperty("before").GetInt64();
        var (_, second) = await server.SendAsync(
            HttpMethod.Get,
            "console",
            $"/api/v1/jobs?type=a&state=pending,draft&limit=2&before={before}"
        );

        Ids(first).ShouldBe([4, 3]);
        Ids(second).ShouldBe([1]);
        second.TryGetProperty("before", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("state=done", "state: draft, scheduled, pending, running, paused, succeeded, failed or cancelled")]
    [InlineData("dialect=soap", "dialect: native, broker, learning, pull, solver or scheduler")]
    [InlineData("limit=0", "limit: 1 to 1000")]
    [InlineData("limit=1001", "limit: 1 to 1000")]
    [InlineData("before=x", "before: the cursor of the page before")]
    public async Task List_WithABadFilter_SaysWhichOne(string query, string detail)
    {
        await using var server = await ServerFixture.StartAsync();

        var (status, problem) = await server.SendAsync(HttpMethod.Get, "console", $"/api/v1/jobs?{query}");

        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("detail").GetString().ShouldBe(detail);
    }

    [Theory]
    [InlineData("61")]
    [InlineData("-1")]
    [InlineData("soon")]
    public async Task Wait_OutOfRange_IsRefused(string wait)
    {
        await using var server = await ServerFixture.StartAsync();

        var (status, problem) = await server.SendAsync(HttpMethod.Get, "console", $"/api/v1/jobs/1?wait={wait}");

        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("detail").GetString().ShouldBe("wait: 0 to 60 seconds");
    }

    [Fact]
    public async Task Orders_ByState_AreCarriedOutOrRefused()
    {
        await using var server = await ServerFixture.StartAsync();
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", """{"type":"a","draft":true}""");
        async Task<string> OrderAsync(string word) =>
            $"{(await server.SendAsync(HttpMethod.Post, "console", $"/api/v1/jobs/1/{word}")).Body}";

        (await OrderAsync("resume")).ShouldContain("The job is draft, which does not allow this.");
        (await OrderAsync("start")).ShouldBe("""{"answer":"done","state":"pending"}""");
        (await OrderAsync("pause")).ShouldBe("""{"answer":"done","state":"paused"}""");
        (await OrderAsync("resume")).ShouldBe("""{"answer":"done","state":"pending"}""");
        (await OrderAsync("cancel")).ShouldBe("""{"answer":"done","state":"cancelled"}""");
        (await OrderAsync("cancel")).ShouldContain("\"code\":\"wrong_state\"");
        (await OrderAsync("retry")).ShouldBe("""{"answer":"done","state":"pending"}""");
        var (deleted, _) = await server.SendAsync(HttpMethod.Delete, "console", "/api/v1/jobs/1");
        deleted.ShouldBe(HttpStatusCode.NoContent);
        var (gone, _) = await server.SendAsync(HttpMethod.Delete, "console", "/api/v1/jobs/1");
        gone.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Wait_ForAJobThatEnds_AnswersAtItsEnd()
    {
        await using var server = await ServerFixture.StartAsync();
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", """{"type":"a"}""");

        var waiting = server.SendAsync(HttpMethod.Get, "console", "/api/v1/jobs/1?wait=30");
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs/1/cancel");

        (await waiting).Body.GetProperty("state").GetString().ShouldBe("cancelled");
    }

    [Fact]
    public async Task Stop_WhileSomebodyWaits_AnswersWithTheJobAsItStands()
    {
        var clock = new ManualTime();
        await using var server = await ServerFixture.StartAsync(clock);
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", """{"type":"a"}""");
        var timers = clock.ArmedTimers;
        var waiting = server.SendAsync(HttpMethod.Get, "console", "/api/v1/jobs/1?wait=60");
        await Eventually.HoldsAsync("somebody waits", () => clock.ArmedTimers > timers);

        await server.StopAsync();

        (await waiting).Body.GetProperty("state").GetString().ShouldBe("pending");
    }

    [Fact]
    public async Task Stats_AndWhy_TellWhatGoesOn()
    {
        await using var server = await ServerFixture.StartAsync();
        await server.SendAsync(
            HttpMethod.Post,
            "console",
            "/api/v1/jobs",
            """[{"type":"a"},{"type":"b","draft":true}]"""
        );

        var (_, stats) = await server.SendAsync(HttpMethod.Get, "console", "/api/v1/stats");
        var (_, why) = await server.SendAsync(HttpMethod.Get, "console", "/api/v1/jobs/1/why");
        var (_, workers) = await server.SendAsync(HttpMethod.Get, "console", "/api/v1/workers");

        $"{stats}".ShouldBe(
            """{"jobs":{"draft":1,"scheduled":0,"pending":1,"running":0,"paused":0,"succeeded":0,"failed":0,"cancelled":0},"unfinished":2,"finished":0,"workers_online":0}"""
        );
        why.GetProperty("cause").GetString().ShouldBe("no_worker");
        $"{workers}".ShouldBe("""{"workers":[]}""");
    }

    private static IEnumerable<long> Ids(System.Text.Json.JsonElement list) =>
        list.GetProperty("jobs").EnumerateArray().Select(job => job.GetProperty("id").GetInt64());
}
