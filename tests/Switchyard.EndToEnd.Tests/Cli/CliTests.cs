using System.Text.Json;
using Switchyard.Client.Workers;
using Switchyard.Contracts.Json;

namespace Switchyard.EndToEnd.Tests.Cli;

public sealed class CliTests(CliServer server) : IClassFixture<CliServer>
{
    [Fact]
    public async Task Submit_Plain_PrintsTheNumberAlone()
    {
        var result = await server.RunAsync("submit", "cli.plain", "{\"a\": 1.0}");

        result.ExitCode.ShouldBe(0, result.Error);
        long.Parse(result.Output).ShouldBeGreaterThan(0);
        result.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Submit_WithEveryOption_IsShownWithThem()
    {
        var submitted = await server.RunAsync([
            "submit",
            "cli.all",
            "[1,  2]",
            "--json",
            "--tags",
            "b,a",
            "--priority",
            "2",
            "--delay",
            "1h",
            "--ttl",
            "1d",
        ]);
        using var reference = JsonDocument.Parse(submitted.Output);
        var uuid = reference.RootElement.GetProperty("uuid").GetString()!;

        var shown = await server.RunAsync("show", uuid, "--json");

        using var details = JsonDocument.Parse(shown.Output);
        var job = details.RootElement.GetProperty("job");
        job.GetProperty("id").GetInt64().ShouldBe(reference.RootElement.GetProperty("id").GetInt64());
        job.GetProperty("state").GetString().ShouldBe("scheduled");
        job.GetProperty("priority").GetInt32().ShouldBe(2);
        job.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).ShouldBe(["a", "b"]);
        job.GetProperty("payload").GetRawText().ShouldBe("[1,  2]");
        job.TryGetProperty("due_at", out _).ShouldBeTrue();
        job.TryGetProperty("expires_at", out _).ShouldBeTrue();
        details.RootElement.GetProperty("why").GetProperty("cause").GetString().ShouldBe("later");
    }

    [Fact]
    public async Task Submit_AgainUnderAnIdempotencyKey_MakesNoSecondJob()
    {
        var first = await server.RunAsync("submit", "cli.once", "--idempotency-key", "k1");
        var second = await server.RunAsync("submit", "cli.once", "--idempotency-key", "k1");

        second.Output.ShouldBe(first.Output);
    }

    [Fact]
    public async Task Submit_Wait_PrintsTheResultByteForByte()
    {
        await using var worker = Work("cli.echo", job => Task.FromResult(WorkResult.Succeeded(job.Payload)));

        var result = await server.RunAsync("submit", "cli.echo", "{\"b\" : 1.50,\"a\":\"\\u00e9\"}", "--wait");

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldBe("{\"b\" : 1.50,\"a\":\"\\u00e9\"}\n");
    }

    [Fact]
    public async Task Submit_WaitOnAJobThatFails_ExitsWith1AndSaysWhy()
    {
        await using var worker = Work("cli.fail", _ => Task.FromResult(WorkResult.Failed("no such luck")));

        var result = await server.RunAsync("submit", "cli.fail", "--wait");

        result.ExitCode.ShouldBe(1);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldContain("failed (error): no such luck");
    }

    [Fact]
    public async Task Submit_WaitTooShort_ExitsWith1AndSaysTheState()
    {
        var result = await server.RunAsync("submit", "cli.nobody", "--wait", "--timeout", "10ms");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("is pending");
    }

    [Theory]
    [InlineData("{oops")]
    [InlineData("{} {}")]
    [InlineData("")]
    public async Task Submit_PayloadThatIsNoJson_ExitsWith2(string payload)
    {
        var result = await server.RunAsync("submit", "cli.bad", payload);

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("is not JSON");
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("\"--wait\"")]
    [InlineData("\"@file\"")]
    public async Task Submit_PayloadBehindDashes_IsTaken(string payload)
    {
        var submitted = await server.RunAsync("submit", "cli.dash", "--", payload);

        submitted.ExitCode.ShouldBe(0, submitted.Error);
        var shown = await server.RunAsync("show", submitted.Output.Trim(), "--json");
        shown.Output.ShouldContain($"\"payload\":{payload}");
    }

    [Fact]
    public async Task List_ByTypeAndState_FindsNewestFirstAndGoesOn()
    {
        foreach (var payload in new[] { "1", "2", "3" })
        {
            await server.RunAsync("submit", "cli.list", payload);
        }

        var first = await ListAsync("--type", "cli.list", "--state", "pending,running", "--limit", "2");
        var second = await ListAsync("--type", "cli.list", "--limit", "2", "--before", $"{first.Before}");

        first.Jobs.Count.ShouldBe(2);
        first.Jobs[0].Id.ShouldBeGreaterThan(first.Jobs[1].Id);
        second.Jobs.ShouldHaveSingleItem().Id.ShouldBeLessThan(first.Jobs[1].Id);
    }

    [Fact]
    public async Task List_WithoutATerminal_IsPlainColumns()
    {
        var id = (await server.RunAsync("submit", "cli.table")).Output.Trim();

        var result = await server.RunAsync("list", "--type", "cli.table");

        var lines = result.Output.TrimEnd().Split('\n');
        lines[0]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe(["ID", "TYPE", "STATE", "ATTEMPT", "CREATED", "WORKER"]);
        lines.Length.ShouldBe(2);
        lines[1].ShouldStartWith(id);
        lines[1].ShouldContain(" pending ");
        result.Output.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task Show_OfTextThatWouldSteerTheTerminal_IsDefused()
    {
        await using var worker = Work("cli.steer", _ => Task.FromResult(WorkResult.Failed("\u001b[2Jgone\a")));
        var id = (await server.RunAsync("submit", "cli.steer")).Output.Trim();

        await Eventually.HoldsAsync(
            "the job failed",
            async () => (await server.RunAsync("show", id)).Output.Contains("gone", StringComparison.Ordinal)
        );

        (await server.RunAsync("show", id)).Output.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task List_OfAStateThatIsNone_IsRefusedByTheServer()
    {
        var result = await server.RunAsync("list", "--state", "lost", "--json");

        result.ExitCode.ShouldBe(1);
        result.Output.ShouldBeEmpty();
        JsonSerializer.Deserialize(result.Error, ContractsJson.Default.Problem)!.Status.ShouldBe(422);
    }

    [Fact]
    public async Task Show_ForPeople_SaysWhyItWaits()
    {
        var id = (await server.RunAsync("submit", "cli.why", "{\"x\":1}")).Output.Trim();

        var result = await server.RunAsync("show", id);

        result.Output.ShouldContain("No worker that does 'cli.why' is connected.");
        result.Output.ShouldContain("{\"x\":1}");
        result.Output.ShouldContain("pending");
    }

    [Fact]
    public async Task Show_AfterAFailedAttempt_TellsOfIt()
    {
        await using var worker = Work("cli.attempt", _ => Task.FromResult(WorkResult.Failed("first try")));
        var id = (
            await server.RunAsync("submit", "cli.attempt", "--max-attempts", "2", "--backoff", "1d")
        ).Output.Trim();

        await Eventually.HoldsAsync(
            "the attempt is told of",
            async () => (await server.RunAsync("show", id)).Output.Contains("first try", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("999999999")]
    [InlineData("nonsense")]
    [InlineData("../keys")]
    public async Task Show_OfNoJob_ExitsWith1(string id)
    {
        var result = await server.RunAsync("show", id);

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain($"There is no job {id}.");
    }

    [Fact]
    public async Task Cancel_SomeOfWhichCannotBe_CancelsTheOthersAndExitsWith1()
    {
        var first = (await server.RunAsync("submit", "cli.cancel")).Output.Trim();
        var second = (await server.RunAsync("submit", "cli.cancel")).Output.Trim();

        var result = await server.RunAsync("cancel", first, "999999999", second);

        result.ExitCode.ShouldBe(1);
        result.Output.ShouldBe($"{first} cancelled\n{second} cancelled\n");
        result.Error.ShouldContain("999999999: There is no such job.");
        (await server.RunAsync("cancel", second, "--json")).Output.ShouldStartWith($$"""{"id":"{{second}}","error":""");
    }

    [Fact]
    public async Task Keys_CreatedListedDeleted_WorkUntilThen()
    {
        var made = await server.RunAsync("keys", "create", "cli", "--scopes", "submit,read", "--max-queued", "3");
        made.ExitCode.ShouldBe(0, made.Error);
        var secret = made.Output.Trim();

        (await SubmitWithAsync(secret)).ExitCode.ShouldBe(0);
        var listed = await server.RunAsync("keys", "list", "--json");
        var key = JsonSerializer
            .Deserialize(listed.Output, ContractsJson.Default.KeyList)!
            .Keys.Single(key => key.Name == "cli");
        key.Scopes.ShouldBe(["read", "submit"]);
        key.MaxQueued.ShouldBe(3);
        listed.Output.ShouldNotContain(secret);
        (await server.RunAsync("keys", "list")).Output.ShouldContain("read,submit");
        (await server.RunAsync("keys", "delete", $"{key.Id}", "--json")).Output.ShouldBe($"{{\"id\":{key.Id}}}\n");
        (await SubmitWithAsync(secret)).ExitCode.ShouldBe(1);
        (await server.RunAsync("keys", "delete", $"{key.Id}")).ExitCode.ShouldBe(1);

        Task<CommandResult> SubmitWithAsync(string key) =>
            CliServer.RunAnywhereAsync("submit", "t", "--server", $"{server.Setup.Console}", "--key", key);
    }

    [Fact]
    public async Task Call_WithAKeyThatIsNobodys_ExitsWith1()
    {
        var result = await CliServer.RunAnywhereAsync("list", "--server", $"{server.Setup.Console}", "--key", "nobody");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("API key");
    }

    private async Task<Contracts.Jobs.JobList> ListAsync(params string[] options)
    {
        var result = await server.RunAsync(["list", "--json", .. options]);
        result.ExitCode.ShouldBe(0, result.Error);
        return JsonSerializer.Deserialize(result.Output, ContractsJson.Default.JobList)!;
    }

    private RunningWorker Work(string type, JobHandler handler) => RunningWorker.Start(server.Client, type, handler);
}
