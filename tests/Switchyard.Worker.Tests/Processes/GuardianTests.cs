using Switchyard.Worker.Processes;

namespace Switchyard.Worker.Tests.Processes;

public sealed class GuardianTests
{
    private static readonly Dictionary<string, string> NoVariables = new() { ["PATH"] = "/usr/bin:/bin" };

    [Fact]
    public async Task Guardian_WhoseWorkerIsGone_KillsWhatRunsAndNothingElse()
    {
        var guardian = new Guardian(_ => { });
        var (announced, grouped, ended) = (Cookie(), Cookie(), Cookie());
        guardian.Announce(announced);
        guardian.Announce(grouped);
        guardian.Announce(ended);
        var byCookie = Start(announced);
        var byGroup = Start("none");
        var over = Start(ended);
        guardian.NoteGroup(grouped, byGroup);
        guardian.NoteGroup(ended, over);
        guardian.NoteEnd(ended);

        guardian.Dispose();

        await EndsAsync(byCookie);
        await EndsAsync(byGroup);
        Libc.HasExited(over).ShouldBeFalse();
        Libc.Kill(over, Libc.SigKill);
        await EndsAsync(over);
    }

    [Fact]
    public async Task Guardian_ThatIsKilled_IsReplacedAndKnowsAll()
    {
        var notices = new List<string>();
        using var guardian = new Guardian(notices.Add);
        var cookie = Cookie();
        guardian.Announce(cookie);
        var run = Start(cookie);
        guardian.NoteGroup(cookie, run);

        await Eventually.HoldsAsync(
            "the guardian is missed",
            () =>
            {
                Libc.Kill(guardian.ProcessId, Libc.SigKill);
                guardian.Announce("next");
                guardian.NoteEnd("next");
                return notices.Count > 0;
            }
        );
        guardian.Dispose();

        await EndsAsync(run);
    }

    private static string Cookie() => Guid.NewGuid().ToString("N");

    private static int Start(string cookie) =>
        Spawner.Start(
            new ProcessStart
            {
                Path = "/bin/sh",
                Arguments = ["sh", "-c", "exec sleep 1000"],
                Environment = new Dictionary<string, string>(NoVariables) { ["SWITCHYARD_COOKIE"] = cookie },
            }
        );

    private static async Task EndsAsync(int pid)
    {
        await Eventually.HoldsAsync("the process ends", () => Libc.HasExited(pid));
        Libc.Reap(pid).ShouldNotBeNull().ShouldBeGreaterThan(128);
    }
}
