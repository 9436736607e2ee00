namespace Switchyard.Worker.Processes;

/// <summary>A command that was started, and all that it started in turn: its group, and by their cookie those that left it.</summary>
/// <param name="pid">The command; also its group.</param>
/// <param name="cookie">What its environment carries.</param>
/// <param name="clock">Times the grace.</param>
internal sealed class ProcessTree(int pid, string cookie, TimeProvider clock)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <summary>How long it may take until what was killed is gone: a process in the middle of a disk access stays.</summary>
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(5);

    /// <summary>Asks all of it to end, and kills what has not ended after the grace.</summary>
    public async Task EndAsync(TimeSpan grace)
    {
        if (!await SignalAsync(Libc.SigTerm, once: true, grace))
        {
            await SignalAsync(Libc.SigKill, once: false, KillLimit);
        }
    }

    /// <summary>Kills what the command left in its group when it ended. The command must not be reaped yet.</summary>
    public void KillRest() => Libc.Kill(-pid, Libc.SigKill);

    /// <summary>Signals, and waits until nothing is left; false when time is up.</summary>
    private async Task<bool> SignalAsync(int signal, bool once, TimeSpan limit)
    {
        var began = clock.GetTimestamp();
        for (var round = 0; ; round++)
        {
            var left = ProcessScan.Find(pid, cookie);
            if (left.Count == 0)
            {
                return true;
            }

            if (clock.GetElapsedTime(began) >= limit)
            {
                return false;
            }

            // To kill is repeated: what was forked between the look and the signal is found the next time.
            if (round == 0 || !once)
            {
                Libc.Kill(-pid, signal);
                foreach (var (escaped, _) in left.Where(process => process.HasLeft))
                {
                    Libc.Kill(escaped, signal);
                }
            }

            await Task.Delay(Look, clock, CancellationToken.None);
        }
    }
}
