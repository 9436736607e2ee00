using System.Net;
using System.Text.Json;

namespace Switchyard.Gateway.Tests.Scheduler;

public sealed class SchedulerRunTests
{
    [Fact]
    public async Task Run_ThatFailsAndIsTriedAgain_IsOneRunThatIsPendingBetween()
    {
        await using var session = await SchedulerSession.StartAsync();
        await session.CreateAsync(
            ",\"retry_count\":1,\"retry_backoff\":{\"initial_seconds\":3600,\"max_seconds\":3600}"
        );
        await session.WorkAsync("T");
        var run = await session.TriggerAsync(1);

        await session.SettleAsync(await session.LeaseAsync(), "\"outcome\":\"failed\",\"error\":\"no luck\"");

        var view = await session.RunAsync(run);
        view.GetProperty("status").GetString().ShouldBe("pending");
        view.GetProperty("attempt").GetInt32().ShouldBe(1);
        (await session.DataAsync("GET", "/api/tasks/1/runs")).GetProperty("total").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task Run_ThatFailed_SaysWhyAndGoesAgain()
    {
        await using var session = await SchedulerSession.StartAsync();
        await session.CreateAsync();
        await session.WorkAsync("T");
        var run = await session.TriggerAsync(1);
        await session.SettleAsync(
            await session.LeaseAsync(),
            """
            "outcome":"failed","error":"It exited with 3.","result":{"exit_code":3,"output_bytes":0}
            """
        );

        var view = await session.RunAsync(run);
        view.GetProperty("status").GetString().ShouldBe("failed");
        view.GetProperty("error").GetString().ShouldBe("It exited with 3.");
        view.GetProperty("exit_code").GetInt32().ShouldBe(3);
        await session.DataAsync("POST", $"/api/runs/{run}/retry");
        await session.SettleAsync(await session.LeaseAsync(), "\"outcome\":\"succeeded\"");

        view = await session.RunAsync(run);
        view.GetProperty("status").GetString().ShouldBe("success");
        view.GetProperty("attempt").GetInt32().ShouldBe(2);
        view.GetProperty("error").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Run_ThatTookTooLong_IsATimeout()
    {
        await using var session = await SchedulerSession.StartAsync();
        await session.CreateAsync(",\"timeout_seconds\":1");
        await session.WorkAsync("T");
        var run = await session.TriggerAsync(1);
        await session.LeaseAsync();

        await Eventually.HoldsAsync(
            "the run is a timeout",
            async () => (await session.RunAsync(run)).GetProperty("status").GetString() == "timeout"
        );

        (await CountAsync(session, "timeout")).ShouldBe(1);
        (await CountAsync(session, "failed")).ShouldBe(0);
    }

    [Fact]
    public async Task Slot_ThatIsDue_IsARunThatNamesIt()
    {
        await using var session = await SchedulerSession.StartAsync();
        await session.CreateAsync(",\"schedule\":\"* * * * * *\",\"overlap\":\"allow\"");
        await session.WorkAsync("T");

        var leased = await session.LeaseAsync();

        var view = await session.RunAsync(leased.GetProperty("job").GetInt64());
        view.GetProperty("scheduled_for")
            .GetString()
            .ShouldNotBeNull()
            .ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");
        view.GetProperty("task_id").GetInt64().ShouldBe(1);
    }

    [Fact]
    public async Task Task_PausedOrDisabled_RunsByHandOrNotAtAll()
    {
        await using var session = await SchedulerSession.StartAsync();
        await session.CreateAsync(",\"status\":\"paused\"");

        await session.TriggerAsync(1, "{}");
        await session.DataAsync("PUT", "/api/tasks/1", """{"status":"disabled"}""");
        var (status, answer) = await session.SendAsync("POST", "/api/tasks/1/trigger");

        status.ShouldBe(HttpStatusCode.BadRequest);
        answer.GetProperty("error").GetProperty("details")[0].GetProperty("field").GetString().ShouldBe("status");
    }

    [Fact]
    public async Task Parameters_OfATrigger_StandInThePayloadsPlace()
    {
        await using var session = await SchedulerSession.StartAsync();
        await session.CreateAsync(",\"payload\":{\"a\":1,\"b\":2,\"c\":3}");
        await session.WorkAsync("T");

        await session.TriggerAsync(1, """{"parameters":{"b":20,"c":null,"d":4}}""");
        (await session.LeaseAsync()).GetProperty("payload").GetRawText().ShouldBe("""{"a":1,"b":20,"d":4}""");
        await session.TriggerAsync(1);
        (await session.LeaseAsync()).GetProperty("payload").GetRawText().ShouldBe("""{"a":1,"b":2,"c":3}""");
        (await session.RefusedFieldsAsync("POST", "/api/tasks/1/trigger", """{"parameters":5}""")).ShouldBe([
            "parameters",
        ]);
    }

    [Fact]
    public async Task Parameters_OfACommand_AreChecked()
    {
        await using var session = await SchedulerSession.StartAsync();
        var key = await session.Server.CreateKeyAsync("submit exec");
        var (_, made) = await session.SendAsync(
            "POST",
            "/api/tasks",
            """{"name":"n","executor":"shell","command":"true"}""",
            key
        );
        var path = $"/api/tasks/{made.GetProperty("data").GetProperty("id")}/trigger";

        (await session.RefusedFieldsAsync("POST", path, """{"parameters":{"command":""}}""")).ShouldBe([
            "parameters.command",
        ]);
        var (status, _) = await session.SendAsync("POST", path, """{"parameters":{"command":"false"}}""", key);
        status.ShouldBe(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Parameters_OfACommandUnderAKeyWithoutExec_AreRefused()
    {
        await using var session = await SchedulerSession.StartAsync();
        var key = await session.Server.CreateKeyAsync("submit");
        await session.SendAsync("POST", "/api/tasks", """{"name":"n","executor":"sh"}""", key);
        // Such a key makes no task of commands: this one becomes one by what the operator says of its type.
        await session.Server.RestartAsync(("Engine:TypeAliases", "shell,sh"));

        var (status, answer) = await session.SendAsync(
            "POST",
            "/api/tasks/1/trigger",
            """{"parameters":{"command":"true"}}""",
            key
        );

        status.ShouldBe(HttpStatusCode.Forbidden, answer.ToString());
        answer.GetProperty("error").GetProperty("type").GetString().ShouldBe("forbidden");
        answer.GetProperty("message").GetString()!.ShouldContain("exec");
    }

    [Fact]
    public async Task Output_OfARun_IsTheEndOfItsLog()
    {
        await using var session = await SchedulerSession.StartAsync();
        await session.CreateAsync();
        await session.WorkAsync("T");
        var run = await session.TriggerAsync(1);
        var leased = await session.LeaseAsync();
        for (var piece = 0; piece < 3; piece++)
        {
            await session.LogAsync(
                leased,
                string.Concat(Enumerable.Range(piece * 4_000, 4_000).Select(i => $"{i:D9}\n"))
            );
        }

        await session.SettleAsync(leased, "\"outcome\":\"succeeded\"");

        var output = (await session.RunAsync(run)).GetProperty("output").GetString()!;

        output.Length.ShouldBeInRange((64 * 1024) - 10, 64 * 1024);
        output.ShouldEndWith("000011999\n");
        var listed = (await session.DataAsync("GET", "/api/tasks/1/runs")).GetProperty("items")[0];
        listed.GetProperty("output").GetString().ShouldNotBeNull().Length.ShouldBeInRange((4 * 1024) - 10, 4 * 1024);
    }

    [Fact]
    public async Task Log_OfARun_IsAskedForByGoodWordsOnly()
    {
        await using var session = await SchedulerSession.StartAsync();
        await session.CreateAsync();
        var run = await session.TriggerAsync(1);

        (await session.RefusedFieldsAsync("GET", $"/api/runs/{run}/logs?after=x&limit=0&follow=yes", "")).ShouldBe([
            "limit",
            "follow",
            "after",
        ]);
    }

    [Fact]
    public async Task Job_ThatIsNoRun_IsNotFound()
    {
        await using var session = await SchedulerSession.StartAsync();
        await session.SendAsync("POST", "/api/v1/jobs", """{"type":"T"}""");

        (await session.SendAsync("GET", "/api/runs/1")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await session.SendAsync("POST", "/api/runs/1/cancel")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await session.SendAsync("GET", "/api/runs/1/logs")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Status_OfTheSystem_CountsWhatWasDone()
    {
        await using var session = await SchedulerSession.StartAsync();
        (await session.DataAsync("GET", "/api/system/status"))
            .GetProperty("success_rate")
            .GetRawText()
            .ShouldBe("100.0");
        await session.CreateAsync(",\"overlap\":\"allow\"");
        await session.CreateAsync(",\"status\":\"disabled\"");
        await session.WorkAsync("T");
        for (var i = 0; i < 3; i++)
        {
            await session.TriggerAsync(1);
            await session.SettleAsync(
                await session.LeaseAsync(),
                i == 0 ? "\"outcome\":\"failed\",\"error\":\"no\"" : "\"outcome\":\"succeeded\""
            );
        }

        await session.TriggerAsync(1);
        await session.LeaseAsync();

        await Eventually.HoldsAsync(
            "all is counted",
            async () =>
                (await session.DataAsync("GET", "/api/system/status")).GetRawText()
                == """{"tasks":{"total":2,"active":1,"paused":0,"disabled":1,"running":1},"workers":{"total":1,"online":1,"offline":0},"runs_today":3,"success_rate":66.7}"""
        );
    }

    private static async Task<long> CountAsync(SchedulerSession session, string status) =>
        (await session.DataAsync("GET", $"/api/tasks/1/runs?status={status}")).GetProperty("total").GetInt64();
}
