using Switchyard.Worker.Executors;
using Switchyard.Worker.Tests.Harness;

namespace Switchyard.Worker.Tests.Executors;

public sealed class CommandOutputTests
{
    [Fact]
    public async Task Output_Of50Megabytes_IsCutAndEndsWithItsEnd()
    {
        using var bench = new CommandBench(maxOutput: 1024 * 1024);

        var result = await bench.ShellAsync("head -c 50000000 /dev/zero | tr '\\0' x | fold -w 99; echo; echo the end");

        result.Error.ShouldBeNull();
        result.Report.Truncated.ShouldBeTrue();
        result.Report.OutputBytes.ShouldBeGreaterThan(50_000_000);
        bench.Log.Length.ShouldBeLessThanOrEqualTo(1024 * 1024);
        bench.Log.ShouldEndWith("xxx\nthe end\n");
        bench.Log.Split('\n').Count(line => line.StartsWith("[output cut: ", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Output_ThatIsBinary_BecomesText()
    {
        using var bench = new CommandBench();

        var result = await bench.ShellAsync("head -c 100000 /dev/urandom; printf '\\0\\377'");

        result.Report.ExitCode.ShouldBe(0);
        result.Report.OutputBytes.ShouldBe(100_002);
        bench.Log.ShouldEndWith("\0\ufffd");
    }

    [Fact]
    public async Task Letter_WrittenInTwoParts_StaysWhole()
    {
        using var bench = new CommandBench();

        await bench.ShellAsync("printf '\\303'; sleep 0.1; printf '\\274\\n'");

        bench.Log.ShouldBe("ü\n");
    }

    [Fact]
    public async Task Lines_OfARun_AreLoggedWhileItRuns()
    {
        using var bench = new CommandBench();
        var go = Path.Combine(bench.Folder, "go");

        var running = bench.ShellAsync($"echo first; while [ ! -e {go} ]; do sleep 0.02; done; echo last");
        await Eventually.HoldsAsync("the first line is there", () => bench.Log == "first\n");
        running.IsCompleted.ShouldBeFalse();
        await File.WriteAllTextAsync(go, "");
        await running;

        bench.Log.ShouldBe("first\nlast\n");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(RunOutput.TailBytes)]
    public async Task Output_WithinItsBound_IsWhole(int beyondHead)
    {
        const int Max = 256 * 1024;
        var (log, output) = Output(Max);
        var text = string.Concat(
            Enumerable.Range(0, Max - RunOutput.TailBytes - 128 + beyondHead).Select(n => n % 100 == 99 ? '\n' : 'x')
        );

        await output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
        await output.FinishAsync();

        string.Concat(log).ShouldBe(text);
        output.IsTruncated.ShouldBeFalse();
    }

    [Fact]
    public async Task Output_BeyondItsBound_SaysHowMuchIsLeftOut()
    {
        const int Max = 256 * 1024;
        var (log, output) = Output(Max);

        foreach (var n in Enumerable.Range(0, 100_000))
        {
            await output.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"line {n}\n"));
        }

        await output.FinishAsync();

        var all = string.Concat(log);
        var marker = all.Split('\n').Single(line => line.StartsWith('['));
        var leftOut = long.Parse(marker.Split(' ')[2], System.Globalization.CultureInfo.InvariantCulture);
        (all.Length - marker.Length - 1 + leftOut).ShouldBeInRange(output.Bytes, output.Bytes + 1);
        all[(all.IndexOf(']', StringComparison.Ordinal) + 2)..].Length.ShouldBe(RunOutput.TailBytes);
        all.ShouldEndWith("line 99998\nline 99999\n");
    }

    private static (List<string> Log, RunOutput Output) Output(int max)
    {
        var log = new List<string>();
        return (
            log,
            new RunOutput(
                text =>
                {
                    log.Add(text);
                    return default;
                },
                max
            )
        );
    }
}
