using System.Net;
using Switchyard.Bench.Loop;
using Switchyard.Bench.Workers;

namespace Switchyard.Bench.Load;

/// <summary>
/// The full cycle: connections create tasks and read their results, and workers on the same loop do them by sending
/// each task's nonce back.
/// </summary>
/// <remarks>
/// A run fails unless every created task was delivered once, ended, and came back with its own nonce.
/// </remarks>
internal sealed class CycleLoad : IDisposable
{
    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(30);

    private readonly EventLoop loop = new();
    private readonly CycleTally tally = new();
    private readonly List<CycleConnection> connections = [];
    private readonly List<BrokerWorker> workers = [];

    /// <summary>Connects the workers, then the callers.</summary>
    public CycleLoad(IPEndPoint server, CycleShape shape, CancellationToken cancellation)
    {
        for (int i = 0; i < shape.Workers; i++)
        {
            workers.Add(new BrokerWorker(loop, server, $"bench-{i}", shape.WorkerConcurrency));
        }
        if (!loop.RunUntil(() => workers.TrueForAll(worker => worker.Connected), ConnectDeadline, cancellation))
        {
            throw new BenchException($"The workers were not accepted within {ConnectDeadline}.");
        }
        var wire = new CycleRequests(BrokerWire.CreateTask(), BrokerWire.GetTaskResult(shape.Wait));
        for (int i = 0; i < shape.Connections; i++)
        {
            connections.Add(new CycleConnection(loop, server, shape.Outstanding, wire, tally));
        }
    }

    private long Delivered => workers.Sum(worker => worker.Delivered);

    public LoadResult Run(TimeSpan duration, CancellationToken cancellation)
    {
        tally.Begin();
        long deliveredBefore = Delivered;
        foreach (CycleConnection connection in connections)
        {
            connection.Start();
        }
        TimeSpan elapsed = loop.RunFor(duration, cancellation);
        long completed = tally.Completed;
        tally.Stopping = true;
        bool drained = loop.RunUntil(() => connections.TrueForAll(c => c.Idle), DrainDeadline, cancellation);
        long delivered = Delivered - deliveredBefore;
        if (!drained || tally.Completed != tally.Created || delivered != tally.Created)
        {
            throw new BenchException(
                $"Of {tally.Created} tasks created, {delivered} were delivered and {tally.Completed} came back."
            );
        }
        return new LoadResult(
            completed,
            elapsed,
            tally.Latencies.PercentileMs(0.5),
            tally.Latencies.PercentileMs(0.99),
            tally.Polls
        );
    }

    public void Dispose() => loop.Dispose();
}
