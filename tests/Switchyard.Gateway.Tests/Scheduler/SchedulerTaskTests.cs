using System.Net;
using System.Text.Json;

namespace Switchyard.Gateway.Tests.Scheduler;

public sealed class SchedulerTaskTests
{
    [Theory]
    [InlineData("images.resize:v2", true)]
    [InlineData("A", true)]
    [InlineData("-a", false)]
    [InlineData("a b", false)]
    [InlineData("ä", false)]
    [InlineData("a\\n", false)]
    [InlineData("", false)]
    public async Task Executor_OfAnyType_MustBeAWellFormedName(string type, bool isFine)
    {
        await using var session = await SchedulerSession.StartAsync();
        var body = $$"""{"name":"n","executor":"{{type}}"}""";

        if (isFine)
        {
            (await session.DataAsync("POST", "/api/tasks", body)).GetProperty("payload").GetRawText().ShouldBe("{}");
        }
        else
        {
            (await session.RefusedFieldsAsync("POST", "/api/tasks", body)).ShouldBe(["executor"]);
        }
    }

    [Fact]
    public async Task Executor_OfTheLongestName_IsTakenAndALongerOneIsNot()
    {
        await using var session = await SchedulerSession.StartAsync();
        var name = new string('a', 128);

        await session.DataAsync("POST", "/api/tasks", $$"""{"name":"n","executor":"{{name}}"}""");
        (await session.RefusedFieldsAsync("POST", "/api/tasks", $$"""{"name":"n","executor":"{{name}}a"}""")).ShouldBe([
            "executor",
        ]);
    }

    [Theory]
    [InlineData("\"retry_count\":-1", "retry_count")]
    [InlineData("\"retry_count\":1.5", "retry_count")]
    [InlineData("\"retry_count\":\"3\"", "retry_count")]
    [InlineData("\"timeout_seconds\":86401", "timeout_seconds")]
    [InlineData("\"priority\":1", "priority")]
    [InlineData("\"schedule\":\"\"", "schedule")]
    [InlineData("\"schedule\":5", "schedule")]
    [InlineData("\"schedule\":\"* * * * * * *\"", "schedule")]
    [InlineData("\"schedule\":\"@reboot\"", "schedule")]
    [InlineData("\"time_zone\":\"Mars/Olympus\"", "time_zone")]
    [InlineData("\"catch_up\":\"some\"", "catch_up")]
    [InlineData("\"payload\":[1]", "payload")]
    [InlineData("\"name\":\"a\\nb\"", "name")]
    [InlineData("\"concurrency_key\":\"\"", "concurrency_key")]
    [InlineData("\"retry_backoff\":1", "retry_backoff")]
    [InlineData("\"retry_backoff\":{\"initial_seconds\":-1}", "retry_backoff.initial_seconds")]
    [InlineData("\"jitter_seconds\":86401", "jitter_seconds")]
    public async Task Field_OutOfItsRange_IsNamed(string member, string field)
    {
        await using var session = await SchedulerSession.StartAsync();

        var fields = await session.RefusedFieldsAsync(
            "POST",
            "/api/tasks",
            $$"""{"name":"n","executor":"T",{{member}}}"""
        );

        fields.ShouldBe([field]);
    }

    [Theory]
    [InlineData("""{"name":"n","executor":"shell"}""", "command")]
    [InlineData(
        """{"name":"n","executor":"shell","command":"ls","working_directory":"tmp","environment":{"A B":"1"}}""",
        "working_directory environment.A B"
    )]
    [InlineData(
        """{"name":"n","executor":"http","url":"ftp://x","headers":{"Host":"x"},"expect_status":99}""",
        "url headers.Host expect_status"
    )]
    [InlineData("""{"name":"n","executor":"python","command":"x.py","arguments":"--all"}""", "arguments")]
    public async Task Executor_WithFieldsThatAreWrong_NamesEach(string body, string fields)
    {
        await using var session = await SchedulerSession.StartAsync();

        (await session.RefusedFieldsAsync("POST", "/api/tasks", body)).ShouldBe(
            fields.Split(' ', fields.Contains("A B", StringComparison.Ordinal) ? 2 : 9)
        );
    }

    [Fact]
    public async Task Names_OfTwoTasks_MayBeTheSame()
    {
        await using var session = await SchedulerSession.StartAsync();

        await session.CreateAsync();
        (await session.CreateAsync()).GetProperty("id").GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task Change_OfAnExecutorsField_KeepsTheOthers()
    {
        await using var session = await SchedulerSession.StartAsync();
        await session.DataAsync(
            "POST",
            "/api/tasks",
            """{"name":"n","executor":"shell","command":"a","environment":{"A":"1"},"retry_count":3,"tags":["x"]}"""
        );

        var task = await session.DataAsync("PUT", "/api/tasks/1", """{"command":"b","retry_count":null,"tags":null}""");

        task.GetProperty("command").GetString().ShouldBe("b");
        task.GetProperty("environment").GetRawText().ShouldBe("""{"A":"1"}""");
        task.GetProperty("retry_count").GetInt32().ShouldBe(0);
        task.GetProperty("tags").GetArrayLength().ShouldBe(0);
        task = await session.DataAsync("PUT", "/api/tasks/1", """{"environment":null}""");
        task.TryGetProperty("environment", out _).ShouldBeFalse();
        task.GetProperty("command").GetString().ShouldBe("b");
    }

    [Fact]
    public async Task Change_OfTheExecutor_NeedsTheFieldsOfTheNewOne()
    {
        await using var session = await SchedulerSession.StartAsync();
        await session.DataAsync("POST", "/api/tasks", """{"name":"n","executor":"shell","command":"a"}""");

        (await session.RefusedFieldsAsync("PUT", "/api/tasks/1", """{"executor":"http"}""")).ShouldBe(["url"]);
        var task = await session.DataAsync("PUT", "/api/tasks/1", """{"executor":"http","url":"http://x/"}""");

        task.TryGetProperty("command", out _).ShouldBeFalse();
        task.GetProperty("method").GetString().ShouldBe("GET");
    }

    [Fact]
    public async Task Payload_OfAWorkersOwnType_ComesBackAsItWas()
    {
        await using var session = await SchedulerSession.StartAsync();
        const string payload = """{ "b" : 1.10, "a" : "\u00e4", "a" : 12345678901234567890 }""";

        await session.CreateAsync($",\"payload\":{payload}");

        (await session.DataAsync("GET", "/api/tasks/1")).GetProperty("payload").GetRawText().ShouldBe(payload);
        await session.DataAsync("PUT", "/api/tasks/1", """{"name":"other"}""");
        await session.WorkAsync("T");
        await session.TriggerAsync(1);
        (await session.LeaseAsync()).GetProperty("payload").GetRawText().ShouldBe(payload);
    }

    [Fact]
    public async Task Commands_WithoutTheScopeExec_AreRefused()
    {
        await using var session = await SchedulerSession.StartAsync();
        var (plain, exec) = (
            await session.Server.CreateKeyAsync("submit"),
            await session.Server.CreateKeyAsync("submit exec")
        );
        const string shell = """{"name":"n","executor":"shell","command":"true"}""";

        (await session.SendAsync("POST", "/api/tasks", shell, plain)).Status.ShouldBe(HttpStatusCode.Forbidden);
        var (status, made) = await session.SendAsync("POST", "/api/tasks", shell, exec);
        status.ShouldBe(HttpStatusCode.Created);
        var path = $"/api/tasks/{made.GetProperty("data").GetProperty("id")}";
        (await session.SendAsync("PUT", path, """{"name":"m"}""", exec)).Status.ShouldBe(HttpStatusCode.OK);

        (status, made) = await session.SendAsync("POST", "/api/tasks", """{"name":"n","executor":"T"}""", plain);
        status.ShouldBe(HttpStatusCode.Created);
        path = $"/api/tasks/{made.GetProperty("data").GetProperty("id")}";
        (await session.SendAsync("PUT", path, """{"executor":"python","command":"x.py"}""", plain)).Status.ShouldBe(
            HttpStatusCode.Forbidden
        );
    }

    [Fact]
    public async Task Tasks_OfAnotherKey_AreAsIfTheyWereNot()
    {
        await using var session = await SchedulerSession.StartAsync();
        var (its, others) = (
            await session.Server.CreateKeyAsync("submit"),
            await session.Server.CreateKeyAsync("submit")
        );
        var (_, made) = await session.SendAsync("POST", "/api/tasks", """{"name":"n","executor":"T"}""", its);
        var path = $"/api/tasks/{made.GetProperty("data").GetProperty("id")}";
        var (_, run) = await session.SendAsync("POST", $"{path}/trigger", key: its);
        var runPath = $"/api/runs/{run.GetProperty("data").GetProperty("id")}";

        foreach (
            var (method, its404) in new[]
            {
                ("GET", path),
                ("PUT", path),
                ("DELETE", path),
                ("POST", $"{path}/trigger"),
                ("GET", $"{path}/runs"),
                ("GET", runPath),
                ("POST", $"{runPath}/cancel"),
                ("POST", $"{runPath}/retry"),
                ("GET", $"{runPath}/logs"),
            }
        )
        {
            var body = method == "PUT" ? "{}" : null;
            var (status, _) = await session.SendAsync(method, its404, body, others);
            status.ShouldBe(HttpStatusCode.NotFound, $"{method} {its404}");
        }

        (_, var list) = await session.SendAsync("GET", "/api/tasks", key: others);
        list.GetProperty("data").GetProperty("total").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task NextRuns_OfAnActiveTask_AreTheNextFive()
    {
        await using var session = await SchedulerSession.StartAsync();

        var task = await session.CreateAsync(",\"schedule\":\"0 0 1 1 *\",\"time_zone\":\"Asia/Kathmandu\"");
        var preview = await session.DataAsync(
            "POST",
            "/api/tasks/preview",
            """{"schedule":"0 0 1 1 *","time_zone":"Asia/Kathmandu"}"""
        );

        var runs = task.GetProperty("next_runs").EnumerateArray().Select(run => run.GetString()!).ToList();
        runs.Count.ShouldBe(5);
        runs.ShouldAllBe(run => run.EndsWith("-12-31T18:15:00Z"));
        runs.ShouldBe(preview.GetProperty("next_runs").EnumerateArray().Select(run => run.GetString()!));
    }

    [Theory]
    [InlineData("@hourly")]
    [InlineData("*/15 * * * *")]
    [InlineData("0 0 12 L * ?")]
    [InlineData("0 9 15W * *")]
    [InlineData("0 9 * * FRI#2")]
    [InlineData("0 9-17 * JAN,MAR MON-FRI")]
    public async Task Schedule_InEachForm_IsTaken(string schedule)
    {
        await using var session = await SchedulerSession.StartAsync();

        var body = JsonSerializer.Serialize(new { schedule, count = 1000 });
        var data = await session.DataAsync("POST", "/api/tasks/preview", body);

        data.GetProperty("next_runs").GetArrayLength().ShouldBe(1000);
    }

    [Fact]
    public async Task Payload_OverItsLimit_IsTooLarge()
    {
        await using var session = await SchedulerSession.StartAsync();
        var text = new string('a', 1024 * 1024);

        var (status, answer) = await session.SendAsync(
            "POST",
            "/api/tasks",
            $$"""{"name":"n","executor":"T","payload":{"a":"{{text}}"} }"""
        );

        status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        answer.GetProperty("message").GetString().ShouldBe("payload: at most 1048576 bytes");
        answer.GetProperty("error").GetProperty("type").GetString().ShouldBe("too_large");
    }
}
