namespace Switchyard.Engine.Bulk;

/// <summary>A bulk action at work: how it stands now, and who waits for its end.</summary>
internal sealed class RunningBulk(BulkAction action)
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool isStopping;
    private BulkAction now = action;

    /// <summary>As it stands; replaced as it goes on.</summary>
    public BulkAction Now
    {
        get => Volatile.Read(ref now);
        set => Volatile.Write(ref now, value);
    }

    /// <summary>Somebody wants it stopped.</summary>
    public bool IsStopping => isStopping;

    /// <summary>Completes when it has ended, or the node stops.</summary>
    public Task Ended => ended.Task;

    public void Stop() => isStopping = true;

    public void End() => ended.TrySetResult();
}
