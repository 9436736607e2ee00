using System.Text.Json;

namespace Switchyard.EndToEnd.Tests.Cli;

public sealed class ConfigVerbTests
{
    [Fact]
    public async Task Config_OfSeveralSources_SaysWhatCountsAndWhence()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "appsettings.json"),
            """{"Engine":{"LeaseTime":"45s","MaxLogBytes":7}}"""
        );

        var result = await RunAsync(
            ["config", "--data", folder.Path, "--listen", "pull=off", "--json"],
            new()
            {
                ["SWITCHYARD_Engine__LeaseTime"] = "50s",
                ["SWITCHYARD_Server__Certificate__Password"] = "hush-hush",
                ["SWITCHYARD_Storage__Database"] = "postgres://me:hush-hush@db/jobs",
                ["SWITCHYARD_ADMIN_KEY"] = "a-key-of-somebody-0815",
            }
        );

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldNotContain("hush-hush");
        result.Output.ShouldNotContain("a-key-of-somebody");
        Of("Engine:LeaseTime").ShouldBe(("50s", "SWITCHYARD_Engine__LeaseTime"));
        Of("Engine:MaxLogBytes").ShouldBe(("7", Path.Combine(folder.Path, "appsettings.json")));
        Of("Dialects:Pull:Listen").ShouldBe(("off", "--listen"));
        Of("Server:Certificate:Password").ShouldBe(("***", "SWITCHYARD_Server__Certificate__Password"));
        Of("Storage:Database").Value.ShouldBe("Host=db;Port=5432;Username=me;Password=***;Database=jobs");
        Of("SWITCHYARD_ADMIN_KEY").Value.ShouldBe("***");
        Of("Engine:MaxUnfinished").Source.ShouldBe("default");

        (string? Value, string? Source) Of(string key)
        {
            var value = JsonElement
                .Parse(result.Output)
                .EnumerateArray()
                .Single(v => v.GetProperty("key").GetString() == key);
            return (value.GetProperty("value").GetString(), value.GetProperty("source").GetString());
        }
    }

    [Fact]
    public async Task Config_WithMistakes_NamesThemAllAndExitsWith78()
    {
        using var folder = new TempFolder();

        var result = await RunAsync(
            ["config", "--data", folder.Path],
            new() { ["SWITCHYARD_Engine__LeaseTime"] = "never", ["SWITCHYARD_Nothing__There"] = "1" }
        );

        result.ExitCode.ShouldBe(78);
        result.Error.ShouldContain("Engine:LeaseTime");
        result.Error.ShouldContain("Nothing:There: there is no such option");
    }

    [Theory]
    [InlineData("wor", "workers")]
    [InlineData("submit --pri", "--priority")]
    [InlineData("completion b", "bash")]
    public async Task Completion_InBash_OffersWhatFits(string typed, string expected)
    {
        var program = RepositoryRoot.Combine("artifacts/bin/Switchyard/release/switchyard");
        var script = $$"""
            source <({{program}} completion bash)
            COMP_LINE="{{program}} {{typed}}"
            COMP_POINT=${#COMP_LINE}
            COMP_WORDS=($COMP_LINE)
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _switchyard
            printf '%s\n' "${COMPREPLY[@]}"
            """;

        var result = await new Testing.Command("bash", "-c", script).RunAsync();

        result.Output.Split('\n').ShouldContain(expected, result.Error);
    }

    [Theory]
    [InlineData("zsh", "#compdef switchyard")]
    [InlineData("fish", "complete -c switchyard")]
    public async Task Completion_ForOtherShells_IsAScript(string shell, string expected)
    {
        var result = await CliServer.RunAnywhereAsync("completion", shell);

        result.ExitCode.ShouldBe(0);
        result.Output.ShouldContain(expected);
    }

    [Fact]
    public async Task Completion_ForAShellThatIsNone_ExitsWith2() =>
        (await CliServer.RunAnywhereAsync("completion", "cmd")).ExitCode.ShouldBe(2);

    private static Task<CommandResult> RunAsync(string[] arguments, Dictionary<string, string?> environment) =>
        new Testing.Command(RepositoryRoot.Combine("artifacts/bin/Switchyard/release/switchyard"), arguments)
        {
            Environment = environment,
        }.RunAsync();
}
