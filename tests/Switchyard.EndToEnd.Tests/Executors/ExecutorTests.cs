using System.Globalization;
using System.Text;
using System.Text.Json;
using Switchyard.Client;
using Switchyard.Contracts.Executors;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Json;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Executors;

/// <summary>The built-in worker, and one of its own, with a real server and real processes.</summary>
public sealed class ExecutorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task ShellJob_OnAFreshServer_IsDoneByTheBuiltInWorker()
    {
        await using var server = await Server.StartAsync(new ServerSetup(Path.Combine(_folder.Path, "data")));
        using var client = ClientOf(server);

        var job = await EndOfAsync(client, await SubmitAsync(client, "echo hello; exit 3"));

        job.Worker.ShouldBe("built-in");
        job.State.ShouldBe(JobStates.Failed);
        job.Error.ShouldBe("The command ended with exit code 3.");
        RunReport.Read(job.Result.Bytes).ShouldBe(new RunReport { ExitCode = 3, OutputBytes = 6 });
        var log = await client.Jobs.LogsAsync(job.Id, null, TimeSpan.Zero, default);
        log.Lines.ShouldHaveSingleItem().Text.ShouldBe("hello");
    }

    [Fact]
    public async Task ShellJob_OfSeveralMegabytes_IsLoggedInFull()
    {
        await using var server = await Server.StartAsync(new ServerSetup(Path.Combine(_folder.Path, "data")));
        using var client = ClientOf(server);

        var job = await EndOfAsync(client, await SubmitAsync(client, "seq -f 'line %.0f' 0 999999"));

        RunReport.Read(job.Result.Bytes).ShouldBe(new RunReport { ExitCode = 0, OutputBytes = 11_888_890 });
        var (next, after) = (0, (string?)null);
        for (var isEnd = false; !isEnd; )
        {
            var page = await client.Jobs.LogsAsync(job.Id, after, TimeSpan.Zero, default);
            foreach (var line in page.Lines)
            {
                line.Text.ShouldBe($"line {next++}");
            }

            (after, isEnd) = (page.Next, page.End);
        }

        next.ShouldBe(1_000_000);
    }

    /// <summary>A tree, one that ignores SIGTERM, one that left its group, and fifty children.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Server_ThatDies_LeavesNoProcess(bool isKilled)
    {
        await using var server = await Server.StartAsync(new ServerSetup(Path.Combine(_folder.Path, "data")));
        using var client = ClientOf(server);
        var cookies = Path.Combine(_folder.Path, "cookies");
        string[] commands =
        [
            "sleep 1000 & (sleep 1000; true) & wait",
            "trap '' TERM; sleep 1000 & while :; do sleep 1; done",
            "setsid sleep 1000 & sleep 1000",
            "i=0; while [ $i -lt 50 ]; do sleep 1000 & i=$((i+1)); done; wait",
        ];
        foreach (var command in commands)
        {
            await SubmitAsync(client, $"echo $SWITCHYARD_COOKIE >> {cookies}; {command}");
        }

        await Eventually.HoldsAsync("all of it runs", () => Living(cookies) >= 58);
        if (isKilled)
        {
            await server.KillAsync();
            await Eventually.HoldsAsync("none of it lives", () => Living(cookies) == 0, TimeSpan.FromSeconds(5));
        }
        else
        {
            server.Terminate();
            (await server.ExitAsync(TimeSpan.FromSeconds(15))).ShouldBe(0);
            Living(cookies).ShouldBe(0);
        }
    }

    [Fact]
    public async Task Worker_OfItsOwn_WorksAndGivesBackWhenToldToStop()
    {
        var setup = new ServerSetup(Path.Combine(_folder.Path, "data"))
        {
            Environment = new Dictionary<string, string?> { ["SWITCHYARD_Worker__MaxTasks"] = "0" },
        };
        await using var server = await Server.StartAsync(setup);
        using var client = ClientOf(server);
        var begun = Path.Combine(_folder.Path, "begun");
        var worker = new Testing.Command(
            "dotnet",
            RepositoryRoot.Combine("artifacts/bin/Switchyard/release/switchyard.dll"),
            "worker",
            "--name",
            "far",
            "--types",
            "shell"
        )
        {
            Environment = new Dictionary<string, string?>
            {
                ["SWITCHYARD_SERVER"] = setup.Console.ToString(),
                ["SWITCHYARD_KEY"] = ServerSetup.AdminKey,
            },
        };

        var working = worker.RunAsync();
        var done = await EndOfAsync(client, await SubmitAsync(client, "true"));
        // It tells who runs it, so that the very process can be told to stop.
        var held = await SubmitAsync(client, $"echo $PPID > {begun}.new; mv {begun}.new {begun}; sleep 1000");
        await Eventually.HoldsAsync("the second job runs", () => File.Exists(begun));
        var process = int.Parse(await File.ReadAllTextAsync(begun), CultureInfo.InvariantCulture);
        Signal.Send(process, Signal.Terminate);
        var ended = await working;

        done.Worker.ShouldBe("far");
        ended.ExitCode.ShouldBe(0, ended.Error);
        var given = (await client.Jobs.FindAsync(held.Id, default)).ShouldNotBeNull();
        (given.State, given.Attempt).ShouldBe((JobStates.Pending, 0));
    }

    public void Dispose() => _folder.Dispose();

    private static SwitchyardClient ClientOf(Server server) =>
        new(new ClientOptions { Server = server.Setup.Console, Key = ServerSetup.AdminKey });

    private static Task<JobReference> SubmitAsync(SwitchyardClient client, string command) =>
        client.Jobs.SubmitAsync(
            new JobSubmission
            {
                Type = ExecutorTypes.Shell,
                Payload = new RawJson(JsonSerializer.SerializeToUtf8Bytes(new { command })),
            },
            null,
            default
        );

    private static async Task<JobView> EndOfAsync(SwitchyardClient client, JobReference job) =>
        (await client.Jobs.WaitAsync(job.Id, TimeSpan.FromSeconds(30), default)).ShouldNotBeNull();

    /// <summary>Processes that have one of the cookies in a file, one a line, in their environment.</summary>
    private static int Living(string cookies)
    {
        if (!File.Exists(cookies))
        {
            return 0;
        }

        var marks = File.ReadAllLines(cookies);
        return Directory.GetDirectories("/proc").Count(process => marks.Any(EnvironmentOf(process).Contains));
    }

    private static string EnvironmentOf(string process)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(process, "environ")));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
