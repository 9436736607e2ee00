using Switchyard.Engine.Dispatch;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>What the server says on a worker's socket. A worker that asked for no feature gets <see cref="NewTask"/> alone.</summary>
internal abstract record WorkerFrame
{
    private WorkerFrame() { }

    /// <summary>A task to do.</summary>
    /// <param name="Assignment">The job and its payload.</param>
    /// <param name="WithCheckpoint">Whether the worker knows what a checkpoint is.</param>
    public sealed record NewTask(Assignment Assignment, bool WithCheckpoint) : WorkerFrame;

    /// <summary>A task is no longer the worker's.</summary>
    /// <param name="TaskId">Which.</param>
    /// <param name="Reason">cancelled, timeout, expired or lapsed.</param>
    public sealed record CancelTask(Guid TaskId, string Reason) : WorkerFrame;

    /// <summary>A task is to be paused.</summary>
    /// <param name="TaskId">Which.</param>
    public sealed record PauseTask(Guid TaskId) : WorkerFrame;

    /// <summary>The answer to register.</summary>
    /// <param name="WorkerId">Its name.</param>
    public sealed record Registered(string WorkerId) : WorkerFrame;

    /// <summary>The answer to task_result and task_paused.</summary>
    /// <param name="TaskId">As the engine prints it; null when it was no task's id.</param>
    /// <param name="Status">settled, repeated, conflict, stale or gone.</param>
    public sealed record ResultAck(Guid? TaskId, string Status) : WorkerFrame;

    /// <summary>The answer to a message that is nothing.</summary>
    /// <param name="Message">Why, for people.</param>
    public sealed record Error(string Message) : WorkerFrame;
}
