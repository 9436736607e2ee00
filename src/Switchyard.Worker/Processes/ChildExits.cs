using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Switchyard.Worker.Processes;

/// <summary>Tells when children have ended, without a thread for each. They are left to be reaped by who waits.</summary>
internal sealed class ChildExits : IDisposable
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _waiting = new();
    private readonly PosixSignalRegistration? _signal;

    public ChildExits() =>
        _signal = OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => Look());

    /// <summary>Completes when a child has ended.</summary>
    public Task WaitAsync(int pid)
    {
        var exit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[pid] = exit;
        // Registered first, looked at second: the signal may have come already.
        Look(pid, exit);
        return exit.Task;
    }

    /// <inheritdoc/>
    public void Dispose() => _signal?.Dispose();

    // One signal may stand for many children.
    private void Look()
    {
        foreach (var (pid, exit) in _waiting)
        {
            Look(pid, exit);
        }
    }

    private void Look(int pid, TaskCompletionSource exit)
    {
        if (Libc.HasExited(pid))
        {
            _waiting.TryRemove(KeyValuePair.Create(pid, exit));
            exit.TrySetResult();
        }
    }
}
