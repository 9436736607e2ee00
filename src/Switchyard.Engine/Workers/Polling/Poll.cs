using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Workers.Polling;

/// <summary>A worker that waits for jobs. Guarded by the dispatcher's lock.</summary>
internal sealed class Poll(int max)
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Jobs at most.</summary>
    public int Max => max;

    /// <summary>What it got.</summary>
    public List<LeasedJob> Jobs { get; } = [];

    /// <summary>Completes when it gets nothing more.</summary>
    public Task Ended => ended.Task;

    /// <summary>It gets nothing more.</summary>
    public void End() => ended.TrySetResult();
}
