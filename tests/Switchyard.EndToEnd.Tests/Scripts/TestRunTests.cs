namespace Switchyard.EndToEnd.Tests.Scripts;

public sealed class TestRunTests : IDisposable
{
    private readonly ScriptFolder _folder = new();

    [Fact]
    public async Task TestRun_AllPass_SumsTheProjects()
    {
        Project("A.Tests", passed: 3);
        Project("B.Tests", passed: 4, skipped: 1);

        var result = await _folder.TestAsync(ci: false);

        result.LastLine.ShouldBe("7 passed, 0 failed, 1 skipped");
        result.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task TestRun_OneFails_Fails()
    {
        Project("A.Tests", passed: 3);
        Project("B.Tests", passed: 4, failed: 2, exitCode: 1);

        var result = await _folder.TestAsync(ci: false);

        result.LastLine.ShouldBe("7 passed, 2 failed, 0 skipped");
        result.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task TestRun_ProjectDiesWithoutReport_CountsOneFailure()
    {
        Project("A.Tests", passed: 3);
        _folder.Write("artifacts/bin/B.Tests/release/B.Tests", "#!/usr/bin/env bash\nexit 134", executable: true);
        Directory.CreateDirectory(_folder["tests/B.Tests"]);

        var result = await _folder.TestAsync(ci: false);

        result.LastLine.ShouldBe("3 passed, 1 failed, 0 skipped");
        result.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task TestRun_ProjectReportsSuccessButExitsBadly_CountsOneFailure()
    {
        Project("A.Tests", passed: 3, exitCode: 139);

        var result = await _folder.TestAsync(ci: false);

        result.LastLine.ShouldBe("3 passed, 1 failed, 0 skipped");
        result.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task TestRun_NoTestAtAll_Fails()
    {
        Project("A.Tests", passed: 0);

        var result = await _folder.TestAsync(ci: false);

        result.LastLine.ShouldBe("0 passed, 0 failed, 0 skipped");
        result.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task TestRun_BuildFails_StopsAndFails()
    {
        Project("A.Tests", passed: 3);
        _folder.Write("broken", "");

        var result = await _folder.TestAsync(ci: false);

        result.Output.ShouldContain("noise of the build");
        result.LastLine.ShouldBe("0 passed, 1 failed, 0 skipped");
        result.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task TestRun_FormatDiffers_Fails()
    {
        Project("A.Tests", passed: 3);
        _folder.Write("unformatted", "");

        var result = await _folder.TestAsync(ci: false);

        result.LastLine.ShouldBe("3 passed, 1 failed, 0 skipped");
        result.ExitCode.ShouldBe(1);
    }

    [Theory]
    [InlineData(false, null, "-trait- Category=Soak")]
    [InlineData(true, null, "-trait- Category=Soak -failSkips")]
    [InlineData(false, "soak", "-trait Category=Soak")]
    public async Task TestRun_Asked_ChoosesWhatRuns(bool ci, string? what, string options)
    {
        Project("A.Tests", passed: 1);

        await _folder.TestAsync(ci, what is null ? [] : [what]);

        File.ReadAllText(_folder["options"]).Trim().ShouldEndWith($".xml {options}");
    }

    [Fact]
    public async Task TestRun_NamedProject_RunsThatAlone()
    {
        Project("A.Tests", passed: 3);
        Project("B.Tests", passed: 4);

        var result = await _folder.TestAsync(ci: false, "B");

        result.LastLine.ShouldBe("4 passed, 0 failed, 0 skipped");
    }

    [Fact]
    public async Task TestRun_Built_LeavesTheLauncherNothingToBuild()
    {
        Project("A.Tests", passed: 1);

        await _folder.TestAsync(ci: false);
        await _folder.LaunchAsync();

        _folder.Builds.ShouldBe(1);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>A project whose run notes its options and leaves a report of these numbers.</summary>
    private void Project(string name, int passed, int failed = 0, int skipped = 0, int exitCode = 0)
    {
        Directory.CreateDirectory(_folder[$"tests/{name}"]);
        _folder.Write(
            $"artifacts/bin/{name}/release/{name}",
            $"""
            #!/usr/bin/env bash
            echo "$*" >"{_folder["options"]}"
            while [[ $1 != -xml ]]; do shift; done
            echo '<assemblies><assembly name="{name}" total="9" passed="{passed}" failed="{failed}" skipped="{skipped}" errors="0">' >"$2"
            exit {exitCode}
            """,
            executable: true
        );
    }
}
