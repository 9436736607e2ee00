using Switchyard.Bench.Loop;

namespace Switchyard.Bench.Load;

/// <summary>Bulk submits on the thread pool that feed native workers on a loop.</summary>
/// <remarks>
/// Submits stop while <see cref="MaxUnsettled"/> jobs are under way, so that what is measured is the cycle and not the
/// growth of the queue.
/// </remarks>
/// <param name="loop">Where the workers are.</param>
/// <param name="control">Calls the console listener with a key that may submit.</param>
/// <param name="ledger">Where delivered jobs are struck off.</param>
/// <param name="settled">Jobs that the workers were told are settled.</param>
internal sealed class FedLoad(EventLoop loop, HttpClient control, NonceLedger ledger, Func<long> settled)
{
    private const int JobsPerCall = 1_000;
    private const int Callers = 2;
    private const int MaxUnsettled = 20_000;

    /// <summary>A few per cent of the time in which the workers settle what is under way.</summary>
    private static readonly TimeSpan BrakeTime = TimeSpan.FromMilliseconds(2);

    private static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(30);

    /// <summary>The bulk submits.</summary>
    public BulkLoad Bulk { get; } = new(control, JobsPerCall, Callers);

    public async Task<LoadResult> RunAsync(TimeSpan duration, CancellationToken cancellation)
    {
        bool stopping = false;
        async ValueTask<bool> MoreAsync()
        {
            while (!Volatile.Read(ref stopping) && Bulk.Acknowledged - settled() >= MaxUnsettled)
            {
                await Task.Delay(BrakeTime, TimeProvider.System, cancellation);
            }
            return !Volatile.Read(ref stopping);
        }
        Task submits = Task.Run(() => Bulk.SubmitWhileAsync(MoreAsync, cancellation), cancellation);
        try
        {
            long before = settled();
            TimeSpan elapsed = loop.RunFor(duration, cancellation);
            long completed = settled() - before;
            Volatile.Write(ref stopping, true);
            loop.RunUntil(() => IsDrained(submits), DrainDeadline, cancellation);
            await submits;
            Check();
            return new LoadResult(completed, elapsed, double.NaN, double.NaN, 0);
        }
        finally
        {
            Volatile.Write(ref stopping, true);
            await Task.WhenAny(submits); // whatever became of it: nothing of the load outlives the run
        }
    }

    private bool IsDrained(Task submits) =>
        submits.IsFaulted || (submits.IsCompleted && settled() >= Bulk.Acknowledged);

    private void Check()
    {
        if (settled() != Bulk.Acknowledged || ledger.Count != Bulk.Acknowledged)
        {
            throw new BenchException(
                $"Of {Bulk.Acknowledged} jobs, {ledger.Count} were delivered and {settled()} settled."
            );
        }
    }
}
