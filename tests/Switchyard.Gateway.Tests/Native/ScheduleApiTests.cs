using System.Net;
using System.Text.Json;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Native;

public sealed class ScheduleApiTests
{
    private const string Path = "/api/v1/schedules";

    [Fact]
    public async Task Schedule_MadeChangedAndRemoved_IsAsItWasAsked()
    {
        await using var server = await ServerFixture.StartAsync();
        var (making, made) = await SendAsync(
            server,
            "POST",
            "",
            """
            {"name":"nightly","type":"backup","schedule":"0 2 * * *","time_zone":"Europe/Berlin","payload":{"b":1, "a":2},
             "overlap":"queue","catch_up":"all","concurrency_key":"db","jitter_ms":1500,"run_timeout_ms":60000,"tags":["x"]}
            """
        );
        var (changing, changed) = await SendAsync(
            server,
            "PATCH",
            "/1",
            """{"name":"later","schedule":"@hourly","concurrency_key":null,"run_timeout_ms":null}"""
        );
        var (handing, byHand) = await SendAsync(server, "PATCH", "/1?version=2", """{"schedule":null}""");
        var (late, conflict) = await SendAsync(server, "PATCH", "/1?version=2", """{"priority":1}""");
        var (removing, _) = await SendAsync(server, "DELETE", "/1");
        var (gone, _) = await SendAsync(server, "GET", "/1");

        (making, changing, handing).ShouldBe((HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.OK));
        made.GetProperty("payload").GetRawText().ShouldBe("""{"b":1, "a":2}""");
        made.GetProperty("next_runs").GetArrayLength().ShouldBe(5);
        made.GetProperty("next_slot")
            .GetDateTimeOffset()
            .ShouldBe(made.GetProperty("next_runs")[0].GetDateTimeOffset());
        made.GetProperty("concurrency_key").GetString().ShouldBe("db");
        Names(changed).ShouldNotContain("concurrency_key");
        Names(changed).ShouldNotContain("run_timeout_ms");
        (changed.GetProperty("name").GetString(), changed.GetProperty("schedule").GetString()).ShouldBe(
            ("later", "@hourly")
        );
        changed.GetProperty("payload").GetRawText().ShouldBe("""{"b":1, "a":2}""");
        changed.GetProperty("overlap").GetString().ShouldBe("queue");
        Names(byHand).ShouldNotContain("next_slot");
        (late, conflict.GetProperty("code").GetString()).ShouldBe((HttpStatusCode.Conflict, "version_conflict"));
        (removing, gone).ShouldBe((HttpStatusCode.NoContent, HttpStatusCode.NotFound));
    }

    [Theory]
    [InlineData("", "bad_request", "The body is not as it should be")]
    [InlineData("null", "invalid", "body: an object")]
    [InlineData("{}", "invalid", "name: a string")]
    [InlineData("""{"name":"n"}""", "invalid", "type: a string")]
    [InlineData("""{"name":"n","type":"t","schedule":"61 * * * *"}""", "invalid", "schedule: ")]
    [InlineData("""{"name":"n","type":"t","time_zone":"Mars"}""", "invalid", "time_zone: ")]
    [InlineData("""{"name":"n","type":"t","overlap":"maybe"}""", "invalid", "overlap: skip, queue")]
    [InlineData("""{"name":"n","type":"t","catch_up":"two"}""", "invalid", "catch_up: one, none")]
    [InlineData("""{"name":"n","type":"t","status":"up"}""", "invalid", "status: active")]
    [InlineData("""{"name":"n","type":"t","jitter_ms":-1}""", "invalid", "jitter_ms: 0 to 1 day")]
    [InlineData("""{"name":"n","type":"t","jitter_ms":9223372036854775807}""", "invalid", "jitter_ms: 0 to 1 day")]
    [InlineData("""{"name":"n","type":"t","backoff_ms":-9223372036854775808}""", "invalid", "backoff_ms: 0")]
    [InlineData("""{"name":"n","type":"t","priority":10}""", "invalid", "priority: 1 to 9")]
    [InlineData("""{"name":"n","type":"t","tags":[null]}""", "invalid", "tags: texts")]
    [InlineData("""{"name":7,"type":"t"}""", "bad_request", "The body is not as it should be: $.name")]
    [InlineData("""{"name":"\ud800","type":"t"}""", "bad_request", "The body is not as it should be")]
    public async Task Schedule_ThatIsNone_IsRefusedWithItsReason(string body, string code, string detail)
    {
        await using var server = await ServerFixture.StartAsync();

        var (_, problem) = await SendAsync(server, "POST", "", body);

        problem.GetProperty("code").GetString().ShouldBe(code);
        problem.GetProperty("detail").GetString().ShouldNotBeNull().ShouldStartWith(detail);
    }

    [Fact]
    public async Task Trigger_OfASchedule_IsAJobThatItsRunsList()
    {
        await using var server = await ServerFixture.StartAsync();
        await SendAsync(server, "POST", "", """{"name":"n","type":"t","payload":[1]}""");

        var (making, run) = await SendAsync(server, "POST", "/1/trigger");
        var (again, other) = await SendAsync(server, "POST", "/1/trigger", """{"payload":[2]}""");
        var (_, list) = await SendAsync(server, "GET", "/1/runs?size=1");
        var (_, cancelled) = await SendAsync(server, "GET", "/1/runs?state=cancelled");
        var (live, refused) = await SendAsync(server, "DELETE", "/1");

        (making, again).ShouldBe((HttpStatusCode.Created, HttpStatusCode.Created));
        var id = run.GetProperty("job").GetProperty("id").GetInt64();
        var (_, job) = await server.SendAsync(HttpMethod.Get, "console", $"/api/v1/jobs/{id}");
        job.GetProperty("payload").GetRawText().ShouldBe("[1]");
        job.GetProperty("dialect").GetString().ShouldBe("scheduler");
        list.GetProperty("total").GetInt64().ShouldBe(2);
        list.GetProperty("runs")[0].GetProperty("job").GetProperty("id").GetInt64().ShouldBe(id + 1);
        other.GetProperty("schedule_id").GetInt64().ShouldBe(1);
        cancelled.GetProperty("total").GetInt64().ShouldBe(0);
        (live, refused.GetProperty("code").GetString()).ShouldBe((HttpStatusCode.Conflict, "wrong_state"));
    }

    [Theory]
    [InlineData("paused", HttpStatusCode.Created)]
    [InlineData("disabled", HttpStatusCode.Conflict)]
    public async Task Trigger_OfAScheduleThatIsNotActive_GoesByItsStatus(string word, HttpStatusCode expected)
    {
        await using var server = await ServerFixture.StartAsync();
        await SendAsync(server, "POST", "", $$"""{"name":"n","type":"t","status":"{{word}}"}""");

        (await SendAsync(server, "POST", "/1/trigger")).Status.ShouldBe(expected);
    }

    [Fact]
    public async Task Backfill_OfARange_MakesItsRunsOnce()
    {
        await using var server = await ServerFixture.StartAsync();
        await SendAsync(server, "POST", "", """{"name":"n","type":"t","schedule":"@daily","overlap":"allow"}""");
        const string range = """{"from":"2024-01-01T00:00:00Z","to":"2024-01-10T00:00:00Z","limit":8}""";

        var (_, first) = await SendAsync(server, "POST", "/1/backfill", range);
        var (_, again) = await SendAsync(server, "POST", "/1/backfill", range);
        var (bad, problem) = await SendAsync(
            server,
            "POST",
            "/1/backfill",
            """{"from":"2024-01-01T00:00:00Z","to":"2999-01-10T00:00:00Z"}"""
        );

        first.GetRawText().ShouldBe("""{"made":8,"repeated":0,"rest":"2024-01-09T00:00:00.000000Z"}""");
        (again.GetProperty("made").GetInt32(), again.GetProperty("repeated").GetInt32()).ShouldBe((0, 8));
        (bad, problem.GetProperty("detail").GetString()).ShouldBe(
            (HttpStatusCode.UnprocessableEntity, "to: not later than now")
        );
    }

    [Fact]
    public async Task List_OfSchedules_IsPagedSearchedAndOnesOwn()
    {
        await using var server = await ServerFixture.StartAsync();
        var (mine, theirs) = (await server.CreateKeyAsync("submit"), await server.CreateKeyAsync("submit"));
        foreach (var name in (string[])["Alpha", "beta", "gamma"])
        {
            await SendAsync(server, "POST", "", $$"""{"name":"{{name}}","type":"t"}""", mine);
        }

        var (_, all) = await SendAsync(server, "GET", "?size=2&page=2");
        var (_, found) = await SendAsync(server, "GET", "?search=ALPH&status=active", key: mine);
        var (_, none) = await SendAsync(server, "GET", "", key: theirs);
        var (wrong, problem) = await SendAsync(server, "GET", "?status=up");

        (all.GetProperty("total").GetInt64(), all.GetProperty("schedules").GetArrayLength()).ShouldBe((3, 1));
        found.GetProperty("schedules")[0].GetProperty("name").GetString().ShouldBe("Alpha");
        Names(found.GetProperty("schedules")[0]).ShouldNotContain("payload");
        none.GetProperty("total").GetInt64().ShouldBe(0);
        (wrong, problem.GetProperty("detail").GetString()).ShouldBe(
            (HttpStatusCode.UnprocessableEntity, "status: active, paused or disabled")
        );
        foreach (
            var (method, path) in new[]
            {
                ("GET", "/1"),
                ("PATCH", "/1"),
                ("DELETE", "/1"),
                ("POST", "/1/trigger"),
                ("GET", "/1/runs"),
                ("GET", "/x"),
                ("GET", "/-1"),
            }
        )
        {
            (await SendAsync(server, method, path, method == "PATCH" ? "{}" : null, theirs)).Status.ShouldBe(
                HttpStatusCode.NotFound,
                $"{method} {path}"
            );
        }
    }

    [Theory]
    [InlineData("""{"schedule":"*/15 * * * *","after":"2030-01-01T00:00:00Z","count":2}""", 2)]
    [InlineData("""{"schedule":"@hourly"}""", 5)]
    public async Task Preview_OfACronText_GivesItsSlots(string body, int count)
    {
        await using var server = await ServerFixture.StartAsync();

        var (_, preview) = await SendAsync(server, "POST", "/preview", body);

        preview.GetProperty("next_runs").GetArrayLength().ShouldBe(count);
    }

    [Theory]
    [InlineData("""{"schedule":"x"}""", "schedule: ")]
    [InlineData("""{"schedule":"@daily","time_zone":"Mars"}""", "time_zone: ")]
    [InlineData("""{"schedule":"@daily","count":1001}""", "count: 1 to 1000")]
    [InlineData("""{"schedule":"@daily","after":"9999-12-31T23:59:59Z"}""", "after: ")]
    public async Task Preview_OfABadField_NamesIt(string body, string detail)
    {
        await using var server = await ServerFixture.StartAsync();

        var (status, problem) = await SendAsync(server, "POST", "/preview", body);

        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("detail").GetString().ShouldNotBeNull().ShouldStartWith(detail);
    }

    private static IEnumerable<string> Names(JsonElement record) =>
        record.EnumerateObject().Select(member => member.Name);

    private static Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        ServerFixture server,
        string method,
        string path,
        string? body = null,
        string key = ServerFixture.AdminKey
    ) => server.SendAsync(new HttpMethod(method), "console", Path + path, body, key);
}
