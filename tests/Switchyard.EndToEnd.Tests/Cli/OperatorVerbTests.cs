using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Switchyard.Client.Workers;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Json;

namespace Switchyard.EndToEnd.Tests.Cli;

/// <summary>The verbs by which operators look at a running server.</summary>
public sealed class OperatorVerbTests(CliServer server) : IClassFixture<CliServer>
{
    [Fact]
    public async Task Why_OfAJobThatWaits_SaysWhatFor()
    {
        var id = await SubmitAsync("op.why");

        var plain = await server.RunAsync("why", id);
        var json = await server.RunAsync("why", id, "--json");

        plain.ExitCode.ShouldBe(0, plain.Error);
        plain.Output.ShouldBe("pending: No worker that does 'op.why' is connected.\n");
        Read(json.Output, ContractsJson.Default.JobWhyView).Cause.ShouldBe("no_worker");
    }

    [Theory]
    [InlineData("why")]
    [InlineData("logs")]
    public async Task Verb_OnAJobThatIsNone_ExitsWith1(string verb)
    {
        var plain = await server.RunAsync(verb, "999999999");
        var json = await server.RunAsync(verb, "999999999", "--json");

        plain.ExitCode.ShouldBe(1);
        plain.Output.ShouldBeEmpty();
        plain.Error.ShouldStartWith("switchyard: ");
        Read(json.Error, ContractsJson.Default.Problem).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Retry_OfACancelledJob_RunsItAgain()
    {
        var id = await SubmitAsync("op.retry");
        (await server.RunAsync("cancel", id)).ExitCode.ShouldBe(0);

        var retried = await server.RunAsync("retry", id, "888888888", "--json");

        retried.ExitCode.ShouldBe(1, "one of them is not there");
        var lines = retried.Output.TrimEnd().Split('\n');
        lines[0].ShouldBe($$"""{"id":"{{id}}","state":"pending"}""");
        lines[1].ShouldStartWith("""{"id":"888888888","error":""");
        var again = await server.RunAsync("retry", id);
        again.ExitCode.ShouldBe(1);
        again.Error.ShouldContain($"switchyard: {id}: ");
    }

    [Fact]
    public async Task Workers_OneIsConnected_IsListed()
    {
        await using var worker = Work("op.list", _ => Task.FromResult(WorkResult.Released));
        await Eventually.HoldsAsync(
            "the worker is listed",
            async () => (await server.RunAsync("workers")).Output.Contains("op.list", StringComparison.Ordinal)
        );

        var json = await server.RunAsync("workers", "--json");

        Read(json.Output, ContractsJson.Default.WorkerList)
            .Workers.ShouldContain(listed => listed.Types.Contains("op.list") && listed.Status == "online");
    }

    [Fact]
    public async Task Top_WhileAJobRuns_ShowsItAndItsWorker()
    {
        var go = new TaskCompletionSource();
        await using var worker = Work(
            "op.top",
            async job =>
            {
                await go.Task;
                return WorkResult.Succeeded(job.Payload);
            }
        );
        var id = await SubmitAsync("op.top");
        await Eventually.HoldsAsync(
            "the job runs",
            async () => (await server.RunAsync("show", id)).Output.Contains("running", StringComparison.Ordinal)
        );

        var plain = await server.RunAsync("top");
        var json = await server.RunAsync("top", "--json", "--count", "2", "--interval", "100ms");
        go.SetResult();

        plain.ExitCode.ShouldBe(0, plain.Error);
        plain.Output.ShouldNotContain("\u001b");
        plain.Output.ShouldMatch($@"(?m)^ ?{id} +op\.top +1 +0\.00:00:\d\d");
        var lines = json.Output.TrimEnd().Split('\n');
        lines.Length.ShouldBe(2);
        lines[0].ShouldNotContain("finished_per_second");
        var sample = JsonElement.Parse(lines[1]);
        sample.GetProperty("finished_per_second").GetDouble().ShouldBeGreaterThanOrEqualTo(0);
        sample.GetProperty("jobs").GetProperty("running").GetInt64().ShouldBeGreaterThan(0);
        sample.GetProperty("running").EnumerateArray().ShouldContain(job => $"{job.GetProperty("id")}" == id);
        sample
            .GetProperty("workers")
            .EnumerateArray()
            .ShouldContain(one => one.GetProperty("types").EnumerateArray().Any(type => $"{type}" == "op.top"));
    }

    [Theory]
    [InlineData("--interval", "10ms")]
    [InlineData("--count", "0")]
    public async Task Top_WithWhatMakesNoSense_ExitsWith2(string option, string value) =>
        (await server.RunAsync("top", option, value)).ExitCode.ShouldBe(2);

    [Fact]
    public async Task Logs_Followed_EndWithTheJob()
    {
        var go = new TaskCompletionSource();
        await using var worker = Work(
            "op.logs",
            async job =>
            {
                await job.LogAsync("first\nsecond");
                await go.Task;
                await job.LogAsync("\u001b[2Jthird");
                return WorkResult.Succeeded(job.Payload);
            }
        );
        var id = await SubmitAsync("op.logs");
        var following = server.RunAsync("logs", id, "-f");
        await Eventually.HoldsAsync(
            "the first lines are there",
            async () => (await server.RunAsync("logs", id)).Output == "first\nsecond\n"
        );

        go.SetResult();
        var all = await following;

        all.ExitCode.ShouldBe(0, all.Error);
        all.Output.ShouldBe("first\nsecond\n\u001b[2Jthird\n", "a file gets the bytes as they are");
        var json = await server.RunAsync("logs", id, "--json");
        var lines = json.Output.TrimEnd().Split('\n').Select(line => Read(line, ContractsJson.Default.JobLogLine));
        lines.ShouldBe([
            new JobLogLine(1, 0, "first"),
            new JobLogLine(1, 1, "second"),
            new JobLogLine(1, 2, "\u001b[2Jthird"),
        ]);
    }

    [Fact]
    public async Task Events_NotFollowed_AreHowJobsStand()
    {
        await SubmitAsync("op.events");

        var plain = await server.RunAsync("events", "--type", "op.events");
        var json = await server.RunAsync("events", "--json");

        plain.ExitCode.ShouldBe(0, plain.Error);
        plain.Output.ShouldContain("pending");
        Read(json.Output, ContractsJson.Default.EventSnapshot).Counts["pending"].ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Events_Followed_AreTheChanges()
    {
        var result = await server.ShellAsync(
            """
            exec 3< <(exec timeout 30 $S events -f --json --type op.follow)
            (for i in $(seq 100); do $S submit op.follow >/dev/null || exit; sleep 0.2; done) & submits=$!
            read -r line <&3
            kill $submits
            echo "$line"
            """
        );

        result.ExitCode.ShouldBe(0, result.Error);
        var change = Read(result.Output, ContractsJson.Default.JobEventView);
        change.Type.ShouldBe("op.follow");
        change.To.ShouldBe("pending");
    }

    [Fact]
    public async Task Backup_FetchedAndRestored_HasTheJobs()
    {
        using var folder = new TempFolder();
        var (file, data) = (Path.Combine(folder.Path, "copy.db"), Path.Combine(folder.Path, "restored"));
        await SubmitAsync("op.backup");

        var made = await server.RunAsync("backup", file, "--json");
        var listed = await server.RunAsync("backup", "list", "--json");
        var restored = await CliServer.RunAnywhereAsync("restore", file, "--data", data, "--json");

        made.ExitCode.ShouldBe(0, made.Error);
        var backup = Read(made.Output, ContractsJson.Default.BackupView);
        new FileInfo(file).Length.ShouldBe(backup.Bytes);
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Read(listed.Output, ContractsJson.Default.BackupList).Backups.ShouldContain(backup);
        restored.ExitCode.ShouldBe(0, restored.Error);
        JsonElement.Parse(restored.Output).GetProperty("jobs").GetInt64().ShouldBeGreaterThan(0);

        (await server.RunAsync("backup", file)).ExitCode.ShouldBe(2, "the file is there");
        var again = await CliServer.RunAnywhereAsync("restore", file, "--data", data);
        again.ExitCode.ShouldBe(1);
        again.Error.ShouldContain("holds a store already");
        (
            await CliServer.RunAnywhereAsync("restore", Path.Combine(folder.Path, "none"), "--data", data + "2")
        ).ExitCode.ShouldBe(1);
    }

    private static T Read<T>(string json, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(json, type)!;

    private async Task<string> SubmitAsync(string type) => (await server.RunAsync("submit", type)).Output.Trim();

    private RunningWorker Work(string type, JobHandler handler) => RunningWorker.Start(server.Client, type, handler);
}
