using Switchyard.Worker.Tests.Harness;

namespace Switchyard.Worker.Tests.Executors;

public sealed class ShellExecutorTests
{
    [Fact]
    public async Task Command_ThatSucceeds_ReportsItsOutput()
    {
        using var bench = new CommandBench();

        var result = await bench.ShellAsync("echo hello; pwd");

        result.Error.ShouldBeNull();
        result.Report.ExitCode.ShouldBe(0);
        bench.Log.ShouldBe($"hello\n{bench.Folder}\n");
        result.Report.OutputBytes.ShouldBe(bench.Log.Length);
    }

    [Theory]
    [InlineData("exit 3", 3, "The command ended with exit code 3.")]
    [InlineData("no-such-command-here", 127, "The command ended with exit code 127.")]
    [InlineData("if then", 2, "The command ended with exit code 2.")]
    [InlineData("kill -9 $$", 137, "The command ended with exit code 137, as by signal 9.")]
    [InlineData("kill -TERM $$", 143, "The command ended with exit code 143, as by signal 15.")]
    public async Task Command_ThatFails_SaysHow(string command, int code, string error)
    {
        using var bench = new CommandBench();

        var result = await bench.ShellAsync(command);

        result.Report.ExitCode.ShouldBe(code);
        result.Error.ShouldBe(error);
        result.IsFinal.ShouldBeFalse();
    }

    [Fact]
    public async Task Output_OfBothKinds_ComesInOrder()
    {
        using var bench = new CommandBench();

        await bench.ShellAsync("for i in 1 2 3 4 5; do echo out$i; echo err$i >&2; done; printf end");

        bench.Log.ShouldBe("out1\nerr1\nout2\nerr2\nout3\nerr3\nout4\nerr4\nout5\nerr5\nend");
    }

    [Fact]
    public async Task Environment_OfACommand_IsItsOwn()
    {
        using var bench = new CommandBench();
        Environment.SetEnvironmentVariable("SWITCHYARD_TEST_SECRET", "secret");

        await bench.ShellAsync(
            "env | sort | grep -v -e ^SWITCHYARD_COOKIE -e ^_= -e ^HOME= -e ^PWD= -e ^OLDPWD=",
            new() { ["A"] = "1 2\n3" }
        );

        bench.Log.ShouldBe(
            "3\nA=1 2\nLANG=C.UTF-8\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nSWITCHYARD_ATTEMPT=2\nSWITCHYARD_RUN_ID=17\nSWITCHYARD_TASK_ID=5\n"
        );
    }

    [Fact]
    public async Task Input_OfACommand_IsEmpty()
    {
        using var bench = new CommandBench();

        var result = await bench.ShellAsync("cat; read x || echo none");

        result.Report.ExitCode.ShouldBe(0);
        bench.Log.ShouldBe("none\n");
    }

    [Fact]
    public async Task Files_OfTheWorker_AreNotTheCommands()
    {
        using var bench = new CommandBench();

        await bench.ShellAsync("ls /proc/self/fd | wc -l");

        bench.Log.Trim().ShouldBe("4"); // its three, and the folder that ls reads
    }

    [Fact]
    public async Task BrokenPipe_InACommand_EndsItsWriterSilently()
    {
        using var bench = new CommandBench();

        await bench.ShellAsync("yes | head -n 1");

        bench.Log.ShouldBe("y\n");
    }

    [Fact]
    public async Task Command_ThatClosesItsOutput_IsWaitedFor()
    {
        using var bench = new CommandBench();

        var result = await bench.ShellAsync("echo before; exec >&- 2>&-; sleep 0.3; exit 4");

        result.Report.ExitCode.ShouldBe(4);
        bench.Log.ShouldBe("before\n");
    }

    [Theory]
    [InlineData("/no/such/folder", "The working directory /no/such/folder is not there.")]
    [InlineData("/etc/passwd", "The working directory /etc/passwd is not there.")]
    public async Task WorkingDirectory_ThatIsNone_FailsTheRun(string folder, string error)
    {
        using var bench = new CommandBench();

        var result = await bench.ShellAsync("echo never", folder: folder);

        result.Error.ShouldBe(error);
        bench.Log.ShouldBeEmpty();
    }

    [Fact]
    public async Task WorkingDirectory_OutsideTheRoots_FailsTheRun()
    {
        using var elsewhere = new CommandBench();
        using var root = new TempFolder();
        using var bench = new CommandBench { Roots = [root.Path] };
        Directory.CreateDirectory(Path.Combine(root.Path, "inner"));
        Directory.CreateSymbolicLink(Path.Combine(root.Path, "link"), elsewhere.Folder);

        foreach (var folder in new[] { elsewhere.Folder, $"{root.Path}/..", $"{root.Path}/link", root.Path + "x" })
        {
            (await bench.ShellAsync("echo never", folder: folder)).Error.ShouldNotBeNull(folder);
        }

        (await bench.ShellAsync("pwd", folder: $"{root.Path}/inner")).Error.ShouldBeNull();
        bench.Log.ShouldBe($"{root.Path}/inner\n");
    }

    [Fact]
    public async Task Options_ThatAreWrong_FailForGood()
    {
        using var bench = new CommandBench();

        var result = await bench.ShellAsync("", new() { ["SWITCHYARD_RUN_ID"] = "1" });

        result.IsFinal.ShouldBeTrue();
        result.Error.ShouldBe(
            "'command' must not be empty. 'environment.SWITCHYARD_RUN_ID' must not begin with SWITCHYARD_."
        );
    }
}
