namespace Switchyard.EndToEnd.Tests.Cli;

/// <summary>The executable itself, through a shell: the environment, standard input, exit codes.</summary>
public sealed class CliProcessTests(CliServer server) : IClassFixture<CliServer>
{
    [Fact]
    public async Task Submit_PayloadFromStandardInput_GoesOnIntoAScript()
    {
        var result = await server.ShellAsync(
            """
            set -e
            id=$(echo '{"n": 7}' | $S submit piped -)
            $S show "$id" --json | grep -o '"payload":[^}]*}'
            $S cancel "$id" >/dev/null
            $S show "$id" | grep state
            """
        );

        result.ExitCode.ShouldBe(0, result.Error);
        var lines = result.Output.Split('\n');
        lines[0]
            .ShouldBe(
                """
                "payload":{"n": 7}
                """
            );
        lines[1].ShouldContain("cancelled");
    }

    [Fact]
    public async Task Wait_OnATerminal_SaysHowFarTheJobIsAndLeavesTheAnswer()
    {
        const string submit = "$S submit shell '{\\\"command\\\":\\\"sleep 3\\\"}' --wait";

        var terminal = await server.ShellAsync($"TERM=xterm script -qec \"{submit}\" /dev/null");
        var plain = await server.ShellAsync($"eval \"{submit}\"");

        terminal.ExitCode.ShouldBe(0, terminal.Output);
        terminal.Output.ShouldContain(" running on built-in, ");
        terminal.Output.Split("\e[K")[^1].ShouldStartWith("{\"exit_code\":0,");
        (plain.Output[..14], plain.Error).ShouldBe(("{\"exit_code\":0", ""));
    }

    [Fact]
    public async Task Version_Asked_IsPrintedAlone()
    {
        var result = await server.ShellAsync("$S --version");

        result.ExitCode.ShouldBe(0, result.Error);
        Version.Parse(result.Output.Trim()).ShouldBeGreaterThan(new Version(0, 0));
    }

    [Fact]
    public async Task Call_WithAKeyFromTheEnvironment_PrefersItsOwnVariable()
    {
        var result = await server.ShellAsync("SWITCHYARD_KEY=nobody $S list");

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldContain("API key");
    }
}
