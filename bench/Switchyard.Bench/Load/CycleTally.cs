namespace Switchyard.Bench.Load;

/// <summary>What the connections of a full-cycle load count together; they all run on one thread.</summary>
internal sealed class CycleTally
{
    private ulong nonce;

    public LatencyRecorder Latencies { get; } = new();

    public long Created { get; set; }

    public long Completed { get; set; }

    public long Polls { get; set; }

    /// <summary>No new task is created; what is outstanding is read to its end.</summary>
    public bool Stopping { get; set; }

    public ulong NextNonce() => ++nonce;

    public void Begin()
    {
        Latencies.Clear();
        Created = Completed = Polls = 0;
        Stopping = false;
    }
}
