using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Codec;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Workers;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>The engine's way to a worker: orders become frames that wait in an outbox.</summary>
internal sealed class WorkerLink(IWorkerOutbox outbox) : IWorkerLink
{
    private const int SmallFrame = 256;

    private readonly Lock _gate = new();
    private int _owed;
    private bool _isStopping;

    /// <inheritdoc/>
    public bool IsCongested => outbox.IsCongested;

    /// <inheritdoc/>
    public void Assign(IReadOnlyList<Assignment> assignments)
    {
        List<AssignedJob> jobs = new(assignments.Count);
        var bytes = 0;
        foreach (var assignment in assignments)
        {
            var job = WorkerTranslator.ToWire(assignment);
            var size = FrameSize.Of(job);
            if (jobs.Count > 0 && bytes + size > WorkerProtocol.FrameBytes)
            {
                Post(new AssignFrame(jobs), bytes);
                (jobs, bytes) = ([], 0);
            }

            jobs.Add(job);
            bytes += size;
        }

        Post(new AssignFrame(jobs), bytes);
    }

    /// <inheritdoc/>
    public void Revoke(long jobId, long token, RevokeReason reason) =>
        Post(new RevokeFrame([new(jobId, token, WorkerTranslator.ToWire(reason))]), FrameSize.OfAnswer);

    /// <inheritdoc/>
    public void Pause(long jobId, long token) => Post(new PauseFrame([new(jobId, token)]), FrameSize.OfAnswer);

    /// <inheritdoc/>
    public void Drain() => Post(new ServerDrainFrame(), SmallFrame);

    /// <inheritdoc/>
    public void Close(WorkerCloseReason reason)
    {
        var (code, text) = reason switch
        {
            WorkerCloseReason.Replaced => (WorkerCloseCodes.Replaced, "A newer connection has the same worker name."),
            WorkerCloseReason.Reserved => (WorkerCloseCodes.Replaced, "The server's own worker has this worker name."),
            WorkerCloseReason.Stopping => (WorkerCloseCodes.GoingAway, "The server stops."),
            WorkerCloseReason.Unauthorized => (WorkerCloseCodes.Unauthorized, "The key was removed."),
        };
        if (reason != WorkerCloseReason.Stopping || !WaitsForAnswers())
        {
            Close(code, text);
        }
    }

    /// <summary>The worker is owed an answer to its results: a close because the node stops waits for it.</summary>
    public void Owe()
    {
        lock (_gate)
        {
            _owed++;
        }
    }

    /// <summary>It has its answer, or gets none.</summary>
    public void NoteAnswered()
    {
        lock (_gate)
        {
            if (--_owed > 0 || !_isStopping)
            {
                return;
            }
        }

        Close(WorkerCloseReason.Stopping);
    }

    /// <summary>Closes once what waits is sent; the first call counts.</summary>
    public void Close(int code, string reason) => outbox.Complete(code, reason);

    /// <summary>What became of a frame's results.</summary>
    public void Settled(IReadOnlyList<SettledJob> results) =>
        Post(new SettledFrame(results), SmallFrame + (results.Count * FrameSize.OfAnswer));

    /// <summary>The answer to a hello.</summary>
    public void Welcome(WelcomeFrame welcome) => Post(welcome, SmallFrame);

    /// <summary>The answer to a bad frame.</summary>
    public void Refuse(ErrorFrame error) => Post(error, SmallFrame + error.Message.Length);

    private bool WaitsForAnswers()
    {
        lock (_gate)
        {
            _isStopping = true;
            return _owed > 0;
        }
    }

    private void Post(ServerFrame frame, int bytes)
    {
        if (!outbox.TryPost(frame, bytes))
        {
            // Closed already, or so much waits that the worker does not read: an order must not be lost silently.
            Close(WorkerCloseCodes.TimedOut, "The worker reads too slowly.");
        }
    }
}
