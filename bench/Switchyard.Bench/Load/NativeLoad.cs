using System.Net;
using Switchyard.Bench.Loop;
using Switchyard.Bench.Workers;

namespace Switchyard.Bench.Load;

/// <summary>
/// The batched native cycle: jobs go in by bulk submits, come to native workers in frames of many, and are settled in
/// frames of many.
/// </summary>
internal sealed class NativeLoad : IDisposable
{
    private const int Workers = 4;
    private const int Capacity = 2_000;

    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(10);

    private readonly EventLoop loop = new();
    private readonly NonceLedger ledger = new();
    private readonly List<NativeWorker> workers = [];
    private readonly FedLoad fed;

    /// <param name="console">The console listener.</param>
    /// <param name="control">Calls it with a key that may submit.</param>
    /// <param name="authorization">The header line for the workers, ended by CRLF.</param>
    /// <param name="cancellation">Ends the wait for the workers.</param>
    public NativeLoad(IPEndPoint console, HttpClient control, string authorization, CancellationToken cancellation)
    {
        fed = new FedLoad(loop, control, ledger, () => workers.Sum(worker => worker.Settled));
        for (int i = 0; i < Workers; i++)
        {
            workers.Add(new NativeWorker(loop, console, authorization, $"bench-{i}", Capacity, ledger));
        }
        if (!loop.RunUntil(() => workers.TrueForAll(worker => worker.InService), ConnectDeadline, cancellation))
        {
            throw new BenchException($"The workers were not welcomed within {ConnectDeadline}.");
        }
    }

    /// <summary>The bulk submits, for their last job.</summary>
    public BulkLoad Bulk => fed.Bulk;

    /// <summary>Jobs in an assign frame, on average so far.</summary>
    public double JobsPerFrame => ledger.Count / (double)workers.Sum(worker => worker.AssignFrames);

    public Task<LoadResult> RunAsync(TimeSpan duration, CancellationToken cancellation) =>
        fed.RunAsync(duration, cancellation);

    public void Dispose() => loop.Dispose();
}
