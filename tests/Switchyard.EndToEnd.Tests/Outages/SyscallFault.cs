using System.Diagnostics;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Outages;

/// <summary>
/// Makes system calls of a running process fail, by strace, from <see cref="BeginAsync"/> until it is disposed. The calls
/// do not reach the kernel.
/// </summary>
internal sealed class SyscallFault : IAsyncDisposable
{
    private readonly Process _strace;
    private readonly ServerOutput _output;
    private readonly string _log;

    private SyscallFault(int processId, string error, string[] calls)
    {
        _log = Path.GetTempFileName();
        var names = string.Join(',', calls);
        _strace = new Process
        {
            StartInfo = new ProcessStartInfo(
                "strace",
                ["-f", "-p", $"{processId}", "-o", _log, "-e", $"trace={names}", "-e", $"inject={names}:error={error}"]
            )
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _output = new ServerOutput(_strace);
        _strace.Start();
        _strace.BeginOutputReadLine();
        _strace.BeginErrorReadLine();
    }

    /// <summary>Begins the fault.</summary>
    /// <param name="processId">Whose calls fail; all its threads'.</param>
    /// <param name="error">The error, by its name in errno(3).</param>
    /// <param name="calls">The calls.</param>
    public static async Task<SyscallFault> BeginAsync(int processId, string error, params string[] calls)
    {
        var fault = new SyscallFault(processId, error, calls);
        try
        {
            // "strace: Process 4711 attached with 31 threads"
            await Eventually.HoldsAsync(
                "strace is attached",
                () =>
                    fault._output.ToString().Contains(" attached", StringComparison.Ordinal)
                    || (
                        fault._strace.HasExited
                            ? throw new InvalidOperationException($"strace ended: {fault._output}")
                            : false
                    )
            );
            return fault;
        }
        catch
        {
            await fault.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the fault; the process goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        // strace lets go of what it traces and then ends; killed, it would do the same but might leave a thread stopped.
        Signal.Send(_strace.Id, Signal.Interrupt);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _strace.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _strace.Kill();
        }

        _strace.Dispose();
        File.Delete(_log);
    }
}
