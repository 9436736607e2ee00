using System.Globalization;
using Switchyard.Worker.Processes;
using Switchyard.Worker.Tests.Harness;

namespace Switchyard.Worker.Tests.Processes;

/// <summary>Whatever ends a run, nothing of it is left.</summary>
public sealed class CommandEndTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Theory]
    [InlineData("sleep 1000")]
    [InlineData("sleep 1000 & sleep 1001 & (sleep 1002; true) & wait")]
    [InlineData("trap '' TERM; sleep 1000 & while :; do sleep 1; done")] // ignores SIGTERM, its children as well
    [InlineData("setsid sleep 1000 & sleep 1001")] // one leaves the group
    [InlineData("(trap '' TERM; setsid setsid sleep 1000) & exec >/dev/null 2>&1; sleep 1001")]
    [InlineData("i=0; while [ $i -lt 50 ]; do sleep 1000 & i=$((i+1)); done; wait")]
    [InlineData("while :; do sleep 1000 & sleep 0.01; done")] // forks while it is killed
    [InlineData("yes")] // writes without an end
    public async Task Command_ThatIsStopped_LeavesNothing(string command)
    {
        using var bench = new CommandBench(Short);
        using var stop = new CancellationTokenSource();

        var running = bench.ShellAsync(
            $"echo $SWITCHYARD_COOKIE $$ > {bench.Folder}/begun.new; mv {bench.Folder}/begun.new {bench.Folder}/begun; {command}",
            stop: stop.Token
        );
        var (cookie, group) = await BegunAsync(bench);
        await Eventually.HoldsAsync("it runs", () => ProcessScan.Find(group, cookie).Count > 0);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);

        ProcessScan.Find(group, cookie).ShouldBeEmpty();
    }

    [Fact]
    public async Task Command_ThatObeysSigterm_MayCleanUp()
    {
        using var bench = new CommandBench();
        using var stop = new CancellationTokenSource();

        var running = bench.ShellAsync(
            "trap 'echo cleaned; exit 0' TERM; echo ready; while :; do sleep 0.02; done",
            stop: stop.Token
        );
        await Eventually.HoldsAsync("it is ready", () => bench.Log == "ready\n");
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);

        await Eventually.HoldsAsync("its last word is there", () => bench.Log.Contains("cleaned\n"));
        bench.Log.ShouldEndWith("cleaned\n");
    }

    [Fact]
    public async Task Command_ThatEnds_TakesItsBackgroundAlong()
    {
        using var bench = new CommandBench();

        var result = await bench.ShellAsync(
            $"echo $SWITCHYARD_COOKIE $$ > {bench.Folder}/begun; sleep 1000 & sleep 1001 >/dev/null 2>&1 & echo done"
        );

        result.Report.ExitCode.ShouldBe(0);
        bench.Log.ShouldBe("done\n");
        var (cookie, group) = await BegunAsync(bench);
        await Eventually.HoldsAsync("nothing is left", () => ProcessScan.Find(group, cookie).Count == 0);
    }

    [Fact]
    public async Task Daemon_ThatHoldsTheOutput_DoesNotHoldTheRun()
    {
        using var bench = new CommandBench();

        var result = await bench.ShellAsync(
            $"echo $SWITCHYARD_COOKIE $$ > {bench.Folder}/begun; setsid sleep 1000 & sleep 0.3; echo done"
        );

        result.Error.ShouldBeNull();
        bench.Log.ShouldBe("done\n");
        var (cookie, group) = await BegunAsync(bench);
        // It left by setsid, and so on purpose: it goes on.
        var daemon = ProcessScan.Find(group, cookie).ShouldHaveSingleItem();
        Libc.Kill(daemon.Pid, Libc.SigKill);
    }

    [Fact]
    public async Task Runs_ManyAtOnce_EachEndAsTheyShould()
    {
        using var bench = new CommandBench();

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(n => bench.ShellAsync($"exit {n}")));

        results.Select(result => result.Report.ExitCode).ShouldBe(Enumerable.Range(0, 100).Select(n => (int?)n));
    }

    private static async Task<(string Cookie, int Group)> BegunAsync(CommandBench bench)
    {
        var file = Path.Combine(bench.Folder, "begun");
        await Eventually.HoldsAsync("the command has begun", () => File.Exists(file));
        var words = (await File.ReadAllTextAsync(file)).Split(' ');
        return (words[0], int.Parse(words[1], CultureInfo.InvariantCulture));
    }
}
