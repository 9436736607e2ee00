namespace Switchyard.EndToEnd.Tests.Cli;

public sealed class CliUsageTests
{
    [Theory]
    [InlineData()]
    [InlineData("dance")]
    [InlineData("submit")]
    [InlineData("submit", "t", "--delay", "soon")]
    [InlineData("submit", "t", "--priority", "high")]
    [InlineData("list", "--limit", "0")]
    [InlineData("list", "--server", "nowhere")]
    [InlineData("list", "--server", "ftp://127.0.0.1")]
    [InlineData("cancel")]
    [InlineData("keys")]
    [InlineData("keys", "create", "x")]
    [InlineData("keys", "create", "x", "--scopes", "read", "--id-format", "roman")]
    [InlineData("keys", "delete", "one")]
    public async Task CommandLine_ThatMakesNoSense_ExitsWith2(params string[] arguments)
    {
        var result = await CliServer.RunAnywhereAsync(arguments);

        result.ExitCode.ShouldBe(2, result.Output);
        result.Error.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Call_WhereNobodyListens_ExitsWith3()
    {
        var result = await CliServer.RunAnywhereAsync("list", "--server", "http://127.0.0.1:1", "--json");

        result.ExitCode.ShouldBe(3);
        result.Output.ShouldBeEmpty();
        result.Error.ShouldContain("\"code\":\"unreachable\"");
    }

    [Fact]
    public async Task Help_Asked_NamesEveryVerb()
    {
        var result = await CliServer.RunAnywhereAsync("--help");

        result.ExitCode.ShouldBe(0);
        foreach (var verb in new[] { "serve", "submit", "list", "show", "cancel", "keys", "bench" })
        {
            result.Output.ShouldContain($"  {verb} ");
        }
    }
}
