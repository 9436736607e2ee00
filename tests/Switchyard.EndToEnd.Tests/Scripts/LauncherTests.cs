namespace Switchyard.EndToEnd.Tests.Scripts;

public sealed class LauncherTests : IDisposable
{
    private readonly ScriptFolder _folder = new();

    [Fact]
    public async Task Launcher_StartedTwice_BuildsOnce()
    {
        await _folder.LaunchAsync("serve");
        await _folder.LaunchAsync("serve");

        _folder.Builds.ShouldBe(1);
    }

    [Fact]
    public async Task Launcher_StartedFourTimesAtOnce_BuildsOnceAndRunsAll()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _folder.LaunchAsync("--version")));

        results.ShouldAllBe(result => result.ExitCode == 0 && result.Output.Contains("|--version|"));
        _folder.Builds.ShouldBe(1);
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("added")]
    [InlineData("deleted")]
    [InlineData("moved")]
    [InlineData("built file deleted")]
    public async Task Launcher_SourcesNoLongerThoseBuilt_BuildsAgain(string how)
    {
        await _folder.LaunchAsync();

        switch (how)
        {
            case "changed":
                _folder.Write("bench/B/B.cs", "changed");
                break;
            case "added":
                _folder.Write("src/A/New.cs", "");
                break;
            case "deleted":
                File.Delete(_folder["src/A/A.cs"]);
                break;
            case "moved":
                File.Move(_folder["src/A/A.cs"], _folder["src/A/Moved.cs"]);
                break;
            default:
                File.Delete(_folder["artifacts/bin/Switchyard/release/switchyard.dll"]);
                break;
        }

        await _folder.LaunchAsync();
        _folder.Builds.ShouldBe(2);
    }

    [Fact]
    public async Task Launcher_TestsChanged_DoesNotBuild()
    {
        await _folder.LaunchAsync();
        _folder.Write("tests/none/None.cs", "changed");
        await _folder.LaunchAsync();

        _folder.Builds.ShouldBe(1);
    }

    [Fact]
    public async Task Launcher_ThatBuilds_LeavesStandardOutputToTheExecutable()
    {
        var result = await _folder.LaunchAsync("a b", "", "$c");

        result.Output.ShouldBe($"{Path.GetTempPath().TrimEnd('/')}|a b||$c|");
        result.Error.ShouldBe("");
    }

    [Fact]
    public async Task Launcher_CalledThroughALink_FindsItsFolder()
    {
        File.CreateSymbolicLink(_folder["bin/link"], "../switchyard");

        var result = await _folder.RunAsync(_folder["bin/link"], ["list"]);

        result.Output.ShouldEndWith("|list|");
    }

    [Fact]
    public async Task Launcher_BuildFails_SaysWhyOnStandardErrorAndTriesAgain()
    {
        _folder.Write("broken", "");
        var broken = await _folder.LaunchAsync("serve");
        File.Delete(_folder["broken"]);
        var mended = await _folder.LaunchAsync("serve");

        broken.ExitCode.ShouldBe(1);
        broken.Output.ShouldBe("");
        broken.Error.ShouldContain("noise of the build");
        mended.ExitCode.ShouldBe(0);
        _folder.Builds.ShouldBe(2);
    }

    public void Dispose() => _folder.Dispose();
}
