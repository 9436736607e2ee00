using Switchyard.Client;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Json;
using Switchyard.EndToEnd.Tests.Cli;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Workers;

/// <summary>A worker of curl and bash against a real server.</summary>
public sealed class ShellWorkerTests : IDisposable
{
    private const string Type = "command";

    /// <summary>Reads its input, says with a file that it has begun, then waits for another before it answers.</summary>
    private const string WaitsFor =
        "read -r name; name=${name//\\\"/}; touch \"$name.begun\"; until [[ -e $name ]]; do sleep 0.1; done; echo '\"first\"'";

    private readonly TempFolder _data = new();

    [Fact]
    public async Task Job_DoneByACommand_HasItsOutputOrItsError()
    {
        var setup = new ServerSetup(_data.Path);
        await using var server = await Server.StartAsync(setup);
        using var client = ClientOf(setup);
        await using var worker = new ShellWorker(
            setup,
            "sh",
            30,
            Type,
            """read -r job; case $job in *bad*) echo 'no "luck"' >&2; exit 3;; *plain*) echo plain;; *) printf '[%s]' "$job";; esac"""
        );

        var good = await client.Jobs.SubmitAsync(Raw("{\"b\" : 1.50, \"a\":\"\\u00e9 é\"}"), null, default);
        var bad = await client.Jobs.SubmitAsync(Job("bad"), null, default);
        var plain = await client.Jobs.SubmitAsync(Job("plain"), null, default);

        (await EndOfAsync(client, good, worker))
            .Result.ToString()
            .ShouldBe("[{\"b\" : 1.50, \"a\":\"\\u00e9 é\"}]", worker.Said);
        (await EndOfAsync(client, bad, worker)).Error.ShouldBe("no  luck  ");
        (await EndOfAsync(client, plain, worker)).Error.ShouldBe("The output is not one JSON value.");
    }

    [Fact]
    public async Task Worker_FrozenPastItsLease_IsTooLateWhenItThaws()
    {
        var setup = new ServerSetup(_data.Path);
        await using var server = await Server.StartAsync(setup);
        using var client = ClientOf(setup);
        var file = Path.Combine(_data.Path, "go-on");
        await using var frozen = new ShellWorker(setup, "frozen", 3, Type, WaitsFor);
        var job = await client.Jobs.SubmitAsync(Job(file), null, default);
        await IsRunningAsync(client, job, "frozen");

        frozen.Freeze();
        await using var other = new ShellWorker(setup, "other", 30, Type, "echo '\"second\"'");
        var done = await EndOfAsync(client, job, other);
        await File.WriteAllTextAsync(file, "");
        frozen.Thaw();

        await Eventually.HoldsAsync(
            "the late result is refused",
            () => frozen.Said.Contains("\"answer\":\"stale\"", StringComparison.Ordinal),
            TimeSpan.FromSeconds(60)
        );
        (done.Result.ToString(), done.Worker, done.Attempt).ShouldBe(("\"second\"", "other", 2));
        (await EndOfAsync(client, job, other)).Result.ToString().ShouldBe("\"second\"");
        var lost = (await client.Jobs.AttemptsAsync(job.Id, default)).ShouldHaveSingleItem();
        (lost.Worker, lost.Reason).ShouldBe(("frozen", "worker_lost"));
        var shown = await CliServer.RunAnywhereAsync(
            "show",
            $"{job.Id}",
            "--server",
            $"{setup.Console}",
            "--key",
            ServerSetup.AdminKey
        );
        shown.Output.ShouldContain("worker_lost");
        shown.Output.ShouldContain("frozen");
        shown.Output.ShouldContain("other");
    }

    [Fact]
    public async Task Server_KilledInMidLease_TakesTheResultWhenItIsBack()
    {
        var setup = new ServerSetup(_data.Path);
        var server = await Server.StartAsync(setup);
        try
        {
            using var client = ClientOf(setup);
            var file = Path.Combine(_data.Path, "go-on");
            await using var worker = new ShellWorker(setup, "steady", 60, Type, WaitsFor);
            var job = await client.Jobs.SubmitAsync(Job(file), null, default);
            await Eventually.HoldsAsync(
                "it works on the job",
                () => File.Exists($"{file}.begun"),
                TimeSpan.FromSeconds(60)
            );

            await server.KillAsync();
            await server.DisposeAsync();
            await File.WriteAllTextAsync(file, ""); // it reports to nobody, and tries again
            server = await Server.StartAsync(setup);

            var done = await EndOfAsync(client, job, worker);
            (done.Result.ToString(), done.Worker, done.Attempt).ShouldBe(("\"first\"", "steady", 1));
            (await client.Jobs.AttemptsAsync(job.Id, default)).ShouldBeEmpty();
            var next = await client.Jobs.SubmitAsync(Job(file), null, default);
            (await EndOfAsync(client, next, worker)).Worker.ShouldBe("steady"); // it has registered again
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    public void Dispose() => _data.Dispose();

    private static SwitchyardClient ClientOf(ServerSetup setup) =>
        new(new ClientOptions { Server = setup.Console, Key = ServerSetup.AdminKey });

    private static JobSubmission Job(string text) => new() { Type = Type, Payload = RawJson.FromText(text) };

    private static JobSubmission Raw(string json) => new() { Type = Type, Payload = RawJson.Parse(json) };

    private static Task IsRunningAsync(SwitchyardClient client, JobReference job, string worker) =>
        Eventually.HoldsAsync(
            $"{worker} has the job",
            async () =>
                await client.Jobs.FindAsync(job.Id, default) is { State: "running" } view && view.Worker == worker,
            TimeSpan.FromSeconds(60)
        );

    private static async Task<JobView> EndOfAsync(SwitchyardClient client, JobReference job, ShellWorker worker)
    {
        var view = (await client.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(60), default)).ShouldNotBeNull();
        view.IsFinished.ShouldBeTrue($"{await client.Jobs.WhyAsync(job.Id, default)}; {worker}");
        return view;
    }
}
