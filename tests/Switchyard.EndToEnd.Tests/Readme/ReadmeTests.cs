using System.Text.Json;

namespace Switchyard.EndToEnd.Tests.Readme;

/// <summary>The first screen of the README is run as it stands there.</summary>
public sealed class ReadmeTests
{
    private const string Worker = "/tmp/worker.cs";

    private static readonly TimeSpan BuildLimit = TimeSpan.FromMinutes(10);

    /// <summary>
    /// In a network of its own, since the README's ports are the default ones and may be taken here, and with process ids
    /// of its own, so that nothing that it starts outlives it.
    /// </summary>
    [Fact]
    public async Task Readme_CommandsInTheirOrder_DoATaskAndASchedule()
    {
        var shell = ReadmeBlocks.Of("bash");
        var serve = shell[0].Trim();
        var curls = shell[1].Trim().Split('\n');
        var schedule = shell[2]
            .Replace("<the key>", "$(sed -n 's/^Admin key, shown this once: //p' serve.log)", StringComparison.Ordinal);
        var worker = ReadmeBlocks.Of("csharp").ShouldHaveSingleItem();
        var text = await File.ReadAllTextAsync(RepositoryRoot.Combine("README.md"));
        text.ShouldContain($"`dotnet run {Worker}`");
        shell.ShouldContain("./test\n");

        // Whatever it still has to build it builds here, with the network that a build may need.
        (
            await new Command(RepositoryRoot.Combine("switchyard"), "--version") { Limit = BuildLimit }.RunAsync()
        ).ExitCode.ShouldBe(0);
        using var folder = new TempFolder();
        File.CreateSymbolicLink(folder["switchyard"], RepositoryRoot.Combine("switchyard"));
        // Always the same path: the SDK keeps what it built of a file by the file's path.
        var workerFile = Path.Combine(Path.GetTempPath(), "switchyard-readme", "worker.cs");
        Directory.CreateDirectory(Path.GetDirectoryName(workerFile)!);
        await File.WriteAllTextAsync(workerFile, worker);
        var script = $$"""
            set -eu
            ip link set lo up
            {{serve}} >serve.log 2>&1 &
            until curl -sf localhost:8080/api/health >health.json; do
                kill -0 $! 2>/dev/null || { cat serve.log; exit 1; }
                sleep 0.1
            done
            dotnet run {{workerFile}} >worker.log 2>&1 &
            created=$({{curls[0]}})
            echo "$created"
            taskId=$(sed -E 's/.*"taskId":"([^"]+)".*/\1/' <<<"$created")
            {{curls[1].Replace("<the taskId>", "'\"$taskId\"'", StringComparison.Ordinal)}}
            echo
            ({{schedule}}) >schedule.log
            cat serve.log worker.log schedule.log >&2
            """;

        var result = await new Command("unshare", [.. Namespaces, "bash", "-c", script])
        {
            Folder = folder.Path,
            Limit = TimeSpan.FromMinutes(2),
        }.RunAsync();

        result.ExitCode.ShouldBe(0, $"{result.Output}{result.Error}");
        result.Error.ShouldContain("\nbacked up\n");
        using var answer = JsonDocument.Parse(result.LastLine);
        answer.RootElement.GetProperty("status").GetString().ShouldBe("ready", $"{result.Output}{result.Error}");
        answer.RootElement.GetProperty("solution").GetRawText().ShouldBe("""{"text":"HELLO"}""");
    }

    private static string[] Namespaces =>
        [
            "--net",
            "--pid",
            "--fork",
            "--mount-proc",
            "--kill-child",
            .. Environment.IsPrivilegedProcess ? Array.Empty<string>() : ["--map-root-user"],
        ];
}
