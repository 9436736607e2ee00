using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Threading.Channels;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;
using Switchyard.Gateway.Sockets;
using static Switchyard.Gateway.Dialects.Broker.WorkerFrame;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>The engine's way to a worker on a socket of this API: everything becomes a frame in its outbox, or nothing.</summary>
/// <param name="outbox">Where frames wait.</param>
/// <param name="reports">Where what the worker ends is reported; what it never got is given back there.</param>
internal sealed class WorkerLink(SocketOutbox<WorkerFrame> outbox, ChannelWriter<WorkerReport> reports) : IWorkerLink
{
    // Names of the tasks that it has: kept only for workers that are told to cancel or pause one, as many as it holds leases.
    private readonly ConcurrentDictionary<long, Guid> _names = new();

    /// <summary>What the worker asked for in its last register message.</summary>
    public WorkerFeatures Features { get; set; }

    /// <inheritdoc/>
    public bool IsCongested => outbox.IsCongested;

    /// <inheritdoc/>
    public void Assign(IReadOnlyList<Assignment> assignments)
    {
        foreach (var assignment in assignments)
        {
            var job = assignment.Job;
            if (Has(WorkerFeatures.Cancel | WorkerFeatures.Pause))
            {
                _names[job.Id] = JobRef.ToGuid(job.Id, job.Salt);
            }

            var bytes =
                assignment.Payload.Length
                + job.Metadata.Length
                + assignment.Checkpoint.Length
                + WorkerFrameEncoder.NewTaskOverhead;
            if (!outbox.TryPost(new NewTask(assignment, Has(WorkerFeatures.Pause)), bytes))
            {
                GiveBack(assignment);
            }
        }
    }

    /// <summary>The report of a task that the worker never got: back to the queue as if it had not been given.</summary>
    public static WorkerReport Returned(Assignment assignment) =>
        new(
            new WorkerSettlement(
                assignment.Job.Id,
                assignment.Job.Token,
                SettlementKind.Released,
                ReadOnlyMemory<byte>.Empty,
                null
            ),
            null
        );

    /// <summary>The task has ended, or will never be heard of again.</summary>
    public void Forget(long jobId) => _names.TryRemove(jobId, out _);

    /// <inheritdoc/>
    public void Revoke(long jobId, long token, RevokeReason reason)
    {
        if (_names.TryRemove(jobId, out var name) && Has(WorkerFeatures.Cancel))
        {
            Tell(new CancelTask(name, Word(reason)));
        }
    }

    /// <inheritdoc/>
    public void Pause(long jobId, long token)
    {
        if (_names.TryGetValue(jobId, out var name) && Has(WorkerFeatures.Pause))
        {
            Tell(new PauseTask(name));
        }
    }

    /// <inheritdoc/>
    public void Drain()
    {
        // There is no such frame: it simply gets no further task.
    }

    /// <inheritdoc/>
    public void Close(WorkerCloseReason reason)
    {
        var (status, words) = reason switch
        {
            WorkerCloseReason.Replaced => (
                WebSocketCloseStatus.PolicyViolation,
                "A newer connection has the same worker id."
            ),
            WorkerCloseReason.Reserved => (
                WebSocketCloseStatus.PolicyViolation,
                "The server's own worker has this worker id."
            ),
            WorkerCloseReason.Stopping => (WebSocketCloseStatus.EndpointUnavailable, "The server stops."),
            WorkerCloseReason.Unauthorized => (WebSocketCloseStatus.PolicyViolation, "The key was removed."),
        };
        outbox.Complete(status, words);
    }

    /// <summary>Sends a frame that only a worker with the feature gets; dropped when the outbox is full.</summary>
    public void Tell(WorkerFrame frame) => outbox.TryPost(frame, WorkerFrameEncoder.NewTaskOverhead);

    /// <summary>Whether the worker asked for one of these.</summary>
    public bool Has(WorkerFeatures features) => (Features & features) != 0;

    private void GiveBack(Assignment assignment)
    {
        _names.TryRemove(assignment.Job.Id, out _);
        if (!reports.TryWrite(Returned(assignment)))
        {
            // Both are full: a worker that far behind is let go, and with it all that it holds.
            outbox.Complete(WebSocketCloseStatus.PolicyViolation, "The worker does not keep up.");
        }
    }

    private static string Word(RevokeReason reason) =>
        reason switch
        {
            RevokeReason.Cancelled => "cancelled",
            RevokeReason.Timeout => "timeout",
            RevokeReason.Expired => "expired",
            RevokeReason.Lapsed => "lapsed",
        };
}
