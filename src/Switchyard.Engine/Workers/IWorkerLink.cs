using Switchyard.Engine.Dispatch;

namespace Switchyard.Engine.Workers;

/// <summary>
/// The way to a worker. The engine calls it after the round that made the news durable, from any thread; no call may
/// block or throw: a link queues, within its own bound, and disposes its session when the bound is hit.
/// </summary>
public interface IWorkerLink
{
    /// <summary>Jobs for the worker to start, payloads in full.</summary>
    void Assign(IReadOnlyList<Assignment> assignments);

    /// <summary>The lease was revoked (cancelled, expired, timed out, lapsed): the worker should stop, its result would be refused.</summary>
    void Revoke(long jobId, long token, RevokeReason reason);

    /// <summary>Someone wants the job paused; only for a worker that can.</summary>
    void Pause(long jobId, long token);

    /// <summary>No more jobs will come: finish what is held. The node is going down, or the worker was disabled.</summary>
    void Drain();

    /// <summary>The session is over (replaced by a newer connection under the same name, or the node stops).</summary>
    void Close(WorkerCloseReason reason);

    /// <summary>True while so much is queued for the worker that it should get no further jobs.</summary>
    bool IsCongested { get; }
}
