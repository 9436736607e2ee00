using System.Text.Json;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Cli;

public sealed class DoctorVerbTests(CliServer server) : IClassFixture<CliServer>
{
    [Fact]
    public async Task Doctor_OfARunningServer_FindsItWell()
    {
        var result = await server.RunAsync("doctor", "--data", server.Setup.Data, "--json");

        result.ExitCode.ShouldBe(0, result.Output);
        var checks = Read(result);
        foreach (
            var name in new[]
            {
                "version",
                "sqlite",
                "store",
                "disk space",
                "disk sync",
                "write-ahead log",
                "server",
                "clock",
                "key",
            }
        )
        {
            checks.ShouldContainKey(name);
        }

        checks["store"].Detail.ShouldContain("A server runs on");
        checks["disk sync"].Detail.ShouldContain("ms");
        checks["server"].Status.ShouldBe("ok");
        (await server.RunAsync("doctor", "--data", server.Setup.Data)).Output.ShouldContain("disk sync");
    }

    [Fact]
    public async Task Doctor_WithAWrongKey_ExitsWith1()
    {
        var result = await CliServer.RunAnywhereAsync([
            "doctor",
            "--data",
            server.Setup.Data,
            "--server",
            $"{server.Setup.Console}",
            "--key",
            "no-such-key",
            "--json",
        ]);

        result.ExitCode.ShouldBe(1);
        Read(result)["key"].Status.ShouldBe("failure");
    }

    [Fact]
    public async Task Doctor_OfAFolderThatNobodyServes_LooksIntoTheStore()
    {
        using var folder = new TempFolder();
        var setup = new ServerSetup(folder.Path);
        await using (await Server.StartAsync(setup))
        {
            // Its store is what is wanted.
        }

        var ports = new[]
        {
            $"console={setup.Console.OriginalString}",
            $"broker={setup.Broker.OriginalString}",
            "learning=off",
            "pull=off",
            "solver=off",
        };
        string[] arguments =
        [
            "doctor",
            "--data",
            folder.Path,
            "--server",
            $"{setup.Console}",
            "--json",
            .. ports.SelectMany(port => new[] { "--listen", port }),
        ];
        var result = await CliServer.RunAnywhereAsync(arguments);

        result.ExitCode.ShouldBe(0, result.Output);
        var checks = Read(result);
        checks["store"].Detail.ShouldContain("Not in use; its schema is at step");
        checks["port of console"].Status.ShouldBe("ok");
        checks["server"].Status.ShouldBe("warning");
    }

    [Fact]
    public async Task Doctor_OfADatabase_LooksAtItInPlaceOfTheFolder()
    {
        Assert.SkipWhen(PostgresCluster.Missing is not null, PostgresCluster.Missing ?? "");
        var cluster = await PostgresCluster.SharedAsync();
        var url = cluster.UrlOf(await cluster.CreateDatabaseAsync()).Replace("@", ":hush-hush@");

        var result = await CliServer.RunAnywhereAsync("doctor", "--database", url, "--json");

        result.ExitCode.ShouldBe(1, "the tests' server does not sync");
        result.Output.ShouldNotContain("hush-hush");
        var checks = Read(result);
        checks.ShouldNotContainKey("sqlite");
        checks["database"].Status.ShouldBe("ok");
        checks["schema"].Status.ShouldBe("ok");
        checks["fsync"].Status.ShouldBe("failure");
        checks["full_page_writes"].Status.ShouldBe("warning");
        checks.ShouldContainKey("server");
        (await CliServer.RunAnywhereAsync("doctor", "--database", url)).Output.ShouldContain("database clock");
    }

    [Theory]
    [InlineData("postgres://me:hush-hush@127.0.0.1:1/jobs", "database", "cannot be reached")]
    [InlineData("postgres://me:hush-hush@127.0.0.1:port/jobs", "options", "its port is no number")]
    public async Task Doctor_OfADatabaseThatIsNotThere_FailsWithoutThePassword(string url, string name, string detail)
    {
        var result = await CliServer.RunAnywhereAsync("doctor", "--database", url, "--json");

        result.ExitCode.ShouldBe(1);
        Read(result)[name].Status.ShouldBe("failure");
        Read(result)[name].Detail.ShouldContain(detail);
        (result.Output + result.Error).ShouldNotContain("hush-hush");
    }

    [Fact]
    public async Task Doctor_OfOptionsThatSurprise_Warns()
    {
        using var folder = new TempFolder();
        var command = new Testing.Command(
            RepositoryRoot.Combine("artifacts/bin/Switchyard/release/switchyard"),
            "doctor",
            "--data",
            folder.Path,
            "--server",
            "http://127.0.0.1:1",
            "--listen",
            $"broker=http://127.0.0.1:{server.Setup.BrokerPort}"
        )
        {
            Environment = new Dictionary<string, string?> { ["SWITCHYARD_Storage__Synchronous"] = "Off" },
        };

        var result = await command.RunAsync();

        result.ExitCode.ShouldBe(1, "the broker's port is taken");
        result.Output.ShouldContain("may not survive a power cut");
        result.Output.ShouldContain("port of broker");
    }

    private static Dictionary<string, (string Status, string Detail)> Read(CommandResult result) =>
        JsonElement
            .Parse(result.Output)
            .EnumerateArray()
            .ToDictionary(
                check => check.GetProperty("name").GetString()!,
                check => (check.GetProperty("status").GetString()!, check.GetProperty("detail").GetString()!)
            );
}
