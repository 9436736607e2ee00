using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Switchyard.Contracts.Json;

namespace Switchyard.EndToEnd.Tests.Cli;

/// <summary><c>switchyard schedules</c> against a running server.</summary>
public sealed class SchedulesVerbTests(CliServer server) : IClassFixture<CliServer>
{
    [Fact]
    public async Task Schedule_CreatedPausedAndRun_IsShown()
    {
        var id = await CreateAsync("shown", "--cron", "0 2 * * *", "--time-zone", "Europe/Berlin", "--jitter", "5s");

        var paused = await server.RunAsync("schedules", "pause", id);
        var json = await server.RunAsync("schedules", "show", id, "--json");
        var resumed = await server.RunAsync("schedules", "resume", id);
        var run = await server.RunAsync("schedules", "trigger", id, "[2]");
        var job = await server.RunAsync("show", run.Output.Trim(), "--json");
        var plain = await server.RunAsync("schedules", "show", id);

        (paused.Output, resumed.Output).ShouldBe(($"{id} paused\n", $"{id} active\n"));
        var shown = Read(json.Output, ContractsJson.Default.ScheduleView);
        (shown.Status, shown.Schedule, shown.TimeZone, shown.JitterMs).ShouldBe(
            ("paused", "0 2 * * *", "Europe/Berlin", 5_000)
        );
        shown.Payload.ToString().ShouldBe("[1]");
        job.Output.ShouldContain("\"payload\":[2]");
        plain.Output.ShouldContain("0 2 * * * (Europe/Berlin)");
        plain.Output.ShouldContain("by hand");
        plain.Output.ShouldContain(run.Output.Trim());
    }

    [Fact]
    public async Task List_OfSchedules_IsSearched()
    {
        var id = await CreateAsync("A needle");
        await CreateAsync("hay");

        var plain = await server.RunAsync("schedules", "list", "--search", "NEEDLE");
        var json = await server.RunAsync("schedules", "list", "--search", "needle", "--json");

        plain.Output.TrimEnd().Split('\n').Length.ShouldBe(2, "a head and a line");
        Read(json.Output, ContractsJson.Default.ScheduleList)
            .Schedules.ShouldHaveSingleItem()
            .Id.ShouldBe(long.Parse(id));
    }

    [Fact]
    public async Task Backfill_OfARange_SaysWhatItMade()
    {
        var id = await CreateAsync("filled", "--cron", "@daily", "--overlap", "allow");

        var plain = await server.RunAsync("schedules", "backfill", id, "--from", "2024-01-01", "--limit", "3");
        var json = await server.RunAsync("schedules", "backfill", id, "--from", "2024-01-01", "--limit", "3", "--json");

        plain.Output.ShouldBe("3 made, 0 there already, to go on from 2024-01-04T00:00:00Z\n");
        Read(json.Output, ContractsJson.Default.BackfillView).Repeated.ShouldBe(3);
    }

    [Fact]
    public async Task Preview_OfACronText_PrintsASlotALine()
    {
        var plain = await server.RunAsync("schedules", "preview", "@hourly", "--count", "3");
        var wrong = await server.RunAsync("schedules", "preview", "every day");

        plain.Output.TrimEnd().Split('\n').Length.ShouldBe(3);
        plain.Output.ShouldContain(":00:00Z");
        wrong.ExitCode.ShouldBe(1);
        wrong.Error.ShouldStartWith("switchyard: schedule: ");
    }

    [Theory]
    [InlineData(2, "schedules", "create", "n", "t", "{")]
    [InlineData(2, "schedules", "trigger", "1", "{")]
    [InlineData(2, "schedules", "list", "--status", "up")]
    [InlineData(2, "schedules", "list", "--size", "0")]
    [InlineData(2, "schedules", "backfill", "1")]
    [InlineData(2, "schedules", "backfill", "1", "--from", "yesterday")]
    [InlineData(1, "schedules", "show", "999")]
    [InlineData(1, "schedules", "pause", "999")]
    [InlineData(1, "schedules", "create", "n", "t", "--cron", "x")]
    public async Task Call_ThatIsWrong_SaysSoByItsExitCode(int code, params string[] arguments)
    {
        var answer = await server.RunAsync(arguments);

        answer.ExitCode.ShouldBe(code, answer.Error);
        answer.Error.ShouldNotBeEmpty();
    }

    private async Task<string> CreateAsync(string name, params string[] more)
    {
        var made = await server.RunAsync(["schedules", "create", name, "test", "[1]", .. more]);
        made.ExitCode.ShouldBe(0, made.Error);
        return made.Output.Trim();
    }

    private static T Read<T>(string json, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(json, type)!;
}
