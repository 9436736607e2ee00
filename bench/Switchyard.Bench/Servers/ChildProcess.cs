using System.Diagnostics;

namespace Switchyard.Bench.Servers;

/// <summary>A process under measurement: started, watched, and ended whatever happens.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 40;

    /// <summary>The server promises to stop within 15 s of SIGTERM.</summary>
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(20);

    private readonly Process process;
    private readonly CancellationToken cancellation;
    private readonly Queue<string> lastLines = new();

    private bool killed;

    private ChildProcess(Process process, CancellationToken cancellation)
    {
        this.process = process;
        this.cancellation = cancellation;
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>It ended with an error, and nobody here killed it.</summary>
    public bool Crashed => !killed && process.HasExited && process.ExitCode != 0;

    /// <summary>User and system time so far.</summary>
    public TimeSpan Cpu => process.TotalProcessorTime;

    /// <summary>Starts the program.</summary>
    /// <param name="command">What to run.</param>
    /// <param name="arguments">The verb and its options.</param>
    /// <param name="environment">Added to this process's own.</param>
    /// <param name="cancellation">Once given, the end is no longer gentle: the command line waits only 2 s for us.</param>
    public static ChildProcess Start(
        ServerCommand command,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellation
    )
    {
        var start = new ProcessStartInfo(command.FileName, command.FirstArguments.Concat(arguments))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }
        var child = new ChildProcess(new Process { StartInfo = start }, cancellation);
        child.process.OutputDataReceived += (_, line) => child.Keep(line.Data);
        child.process.ErrorDataReceived += (_, line) => child.Keep(line.Data);
        child.process.Start();
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        return child;
    }

    /// <summary>The last lines that it wrote, for the message of a failure.</summary>
    public string Tail()
    {
        lock (lastLines)
        {
            return string.Join(Environment.NewLine, lastLines);
        }
    }

    /// <summary>Ends it as a crash does: SIGKILL, and nothing of it runs any more.</summary>
    public async Task KillAsync(CancellationToken cancellation)
    {
        killed = true;
        process.Kill();
        await process.WaitForExitAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await StopAsync();
        }
        process.Dispose();
    }

    private async Task StopAsync()
    {
        using var deadline = new CancellationTokenSource(StopDeadline, TimeProvider.System);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        Signals.Terminate(process.Id);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }
        lock (lastLines)
        {
            lastLines.Enqueue(line);
            if (lastLines.Count > KeptLines)
            {
                lastLines.Dequeue();
            }
        }
    }
}
