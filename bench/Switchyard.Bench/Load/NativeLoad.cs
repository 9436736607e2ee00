using System.Net;
using Switchyard.Bench.Loop;
using Switchyard.Bench.Workers;

namespace Switchyard.Bench.Load;

/// <summary>
/// The batched native cycle: jobs go in by bulk submits, come to native workers in frames of many, and are settled in
/// frames of many.
/// </summary>
/// <remarks>
/// The submits run on the thread pool, the workers on the loop. Submits stop while <see cref="MaxUnsettled"/> jobs are
/// under way, so that what is measured is the cycle and not the growth of the queue.
/// </remarks>
internal sealed class NativeLoad : IDisposable
{
    private const int Workers = 4;
    private const int Capacity = 2_000;
    private const int JobsPerCall = 1_000;
    private const int Callers = 2;
    private const int MaxUnsettled = 20_000;

    /// <summary>A few per cent of the time in which the workers settle what is under way.</summary>
    private static readonly TimeSpan BrakeTime = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan ConnectDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(30);

    private readonly EventLoop loop = new();
    private readonly NonceLedger ledger = new();
    private readonly List<NativeWorker> workers = [];
    private readonly BulkLoad bulk;

    /// <param name="console">The console listener.</param>
    /// <param name="control">Calls it with a key that may submit.</param>
    /// <param name="authorization">The header line for the workers, ended by CRLF.</param>
    /// <param name="cancellation">Ends the wait for the workers.</param>
    public NativeLoad(IPEndPoint console, HttpClient control, string authorization, CancellationToken cancellation)
    {
        bulk = new BulkLoad(control, JobsPerCall, Callers);
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
    public BulkLoad Bulk => bulk;

    /// <summary>Jobs in an assign frame, on average so far.</summary>
    public double JobsPerFrame => ledger.Count / (double)workers.Sum(worker => worker.AssignFrames);

    private long Settled => workers.Sum(worker => worker.Settled);

    public async Task<LoadResult> RunAsync(TimeSpan duration, CancellationToken cancellation)
    {
        bool stopping = false;
        async ValueTask<bool> MoreAsync()
        {
            while (!Volatile.Read(ref stopping) && bulk.Acknowledged - Settled >= MaxUnsettled)
            {
                await Task.Delay(BrakeTime, TimeProvider.System, cancellation);
            }
            return !Volatile.Read(ref stopping);
        }
        Task submits = Task.Run(() => bulk.SubmitWhileAsync(MoreAsync, cancellation), cancellation);
        try
        {
            long before = Settled;
            TimeSpan elapsed = loop.RunFor(duration, cancellation);
            long settled = Settled - before;
            Volatile.Write(ref stopping, true);
            loop.RunUntil(() => IsDrained(submits), DrainDeadline, cancellation);
            await submits;
            Check();
            return new LoadResult(settled, elapsed, double.NaN, double.NaN, 0);
        }
        finally
        {
            Volatile.Write(ref stopping, true);
            await Task.WhenAny(submits); // whatever became of it: nothing of the load outlives the run
        }
    }

    public void Dispose() => loop.Dispose();

    private bool IsDrained(Task submits) => submits.IsFaulted || (submits.IsCompleted && Settled >= bulk.Acknowledged);

    private void Check()
    {
        if (Settled != bulk.Acknowledged || ledger.Count != bulk.Acknowledged)
        {
            throw new BenchException(
                $"Of {bulk.Acknowledged} jobs, {ledger.Count} were delivered and {Settled} settled."
            );
        }
    }
}
