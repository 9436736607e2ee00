using System.IO.Pipes;
using Switchyard.Worker.Executors;

namespace Switchyard.Worker.Processes;

/// <summary>Runs commands to their end, whichever way that comes; nothing of them is left behind.</summary>
/// <param name="grace">How long a command that is told to end may take before it is killed.</param>
/// <param name="clock">Where time comes from.</param>
/// <param name="notice">Told what an operator may want to know.</param>
internal sealed class CommandRunner(TimeSpan grace, TimeProvider clock, Action<string> notice) : IDisposable
{
    /// <summary>Carries the cookie in a command's environment.</summary>
    private const string CookieVariable = "SWITCHYARD_COOKIE";

    private const int BufferBytes = 64 * 1024;

    /// <summary>The most that a pipe holds, by the kernel's default.</summary>
    private const int MaxPipeBytes = 1024 * 1024;

    /// <summary>How long output is waited for after the command ended: what it left behind may hold the pipe open.</summary>
    private static readonly TimeSpan LastOutput = TimeSpan.FromMilliseconds(200);

    private readonly Guardian _guardian = new(notice);
    private readonly ChildExits _exits = new();

    /// <summary>Runs a command.</summary>
    /// <param name="start">What; its output is set here.</param>
    /// <param name="output">Gets what it writes.</param>
    /// <param name="stop">Ends it, and all that it started.</param>
    /// <returns>Its exit code as a shell would give it; null when nobody knows it.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">It cannot be started.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; nothing of it is left.</exception>
    public async Task<int?> RunAsync(ProcessStart start, RunOutput output, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var cookie = Guid.NewGuid().ToString("N");
        var environment = new Dictionary<string, string>(start.Environment) { [CookieVariable] = cookie };
        _guardian.Announce(cookie);
        try
        {
            using var pipe = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.None);
            var pid = Spawner.Start(start with { Environment = environment, Output = pipe.ClientSafePipeHandle });
            pipe.DisposeLocalCopyOfClientHandle();
            _guardian.NoteGroup(cookie, pid);
            return await FollowAsync(pid, new ProcessTree(pid, cookie, clock), pipe, output, stop);
        }
        finally
        {
            _guardian.NoteEnd(cookie);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _guardian.Dispose();
        _exits.Dispose();
    }

    private async Task<int?> FollowAsync(
        int pid,
        ProcessTree tree,
        AnonymousPipeServerStream pipe,
        RunOutput output,
        CancellationToken stop
    )
    {
        int? code = null;
        using var ended = new CancellationTokenSource();
        var exit = _exits.WaitAsync(pid);
        var reading = ReadAsync(pipe, output, ended.Token);
        try
        {
            await exit.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            await tree.EndAsync(grace);
            throw;
        }
        finally
        {
            await exit;
            // A run ends with its command. Before the command is reaped, so that its group's number is nobody else's.
            tree.KillRest();
            await ended.CancelAsync();
            if (!await reading)
            {
                await ReadRestAsync(pipe, output);
            }

            code = Libc.Reap(pid);
        }

        return code;
    }

    /// <summary>Reads while the command lives; true when the output has ended.</summary>
    private static async Task<bool> ReadAsync(AnonymousPipeServerStream pipe, RunOutput output, CancellationToken ended)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (await pipe.ReadAsync(buffer, ended) is var read and > 0)
            {
                await output.WriteAsync(buffer.AsMemory(0, read));
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Reads what the pipe still has. Who left the group may hold it open for ever, or fill it again and again.</summary>
    private async Task ReadRestAsync(AnonymousPipeServerStream pipe, RunOutput output)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            for (var bytes = 0; bytes < MaxPipeBytes; )
            {
                using var patience = new CancellationTokenSource(LastOutput, clock);
                var read = await pipe.ReadAsync(buffer, patience.Token);
                await output.WriteAsync(buffer.AsMemory(0, read));
                if (read == 0)
                {
                    return;
                }

                bytes += read;
            }
        }
        catch (OperationCanceledException)
        {
            // There is no more.
        }
    }
}
