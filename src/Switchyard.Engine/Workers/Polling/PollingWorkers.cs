using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Leases;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Workers.Polling;

/// <inheritdoc cref="IPollingWorkers"/>
/// <param name="dispatcher">Gives them jobs; its lock guards what is here.</param>
/// <param name="loop">Turned when there may be something to give.</param>
/// <param name="registry">All workers of this node.</param>
/// <param name="contents">Reads payloads.</param>
/// <param name="ends">Takes what became of leases.</param>
/// <param name="reports">Takes what workers say while they work.</param>
/// <param name="audit">Told what operators do to workers.</param>
/// <param name="clock">Times the polls.</param>
internal sealed class PollingWorkers(
    Dispatcher dispatcher,
    RoundLoop loop,
    WorkerRegistry registry,
    LeasedContents contents,
    LeaseEnds ends,
    LeaseReports reports,
    AuditTrail audit,
    TimeProvider clock
) : IPollingWorkers
{
    /// <summary>Payloads in one answer; the job that passes it is still in.</summary>
    internal const long MaxAnswerBytes = 16 * 1024 * 1024;

    /// <summary>
    /// Results on their way into rounds, with what stands around each. During an outage they are kept, and no connection
    /// bounds them: whoever reports again and again would fill the memory.
    /// </summary>
    internal const long MaxUnderWay = 256 * 1024 * 1024;

    private const int AroundResult = 512;

    private long underWay;

    /// <inheritdoc/>
    public PollingAccess Register(WorkerHello hello, TimeSpan? leaseTime) => registry.Register(hello, leaseTime);

    /// <inheritdoc/>
    public async ValueTask<PollAnswer> LeaseAsync(
        WorkerName worker,
        PollRequest request,
        CancellationToken cancellation
    )
    {
        var access = Join(worker, request, out var session, out var poll);
        if (session is null)
        {
            return new(access, [], false);
        }

        if (poll is null)
        {
            throw RoundLoop.Stopping();
        }

        loop.Wake();
        return await AwaitAsync(session, poll, request.Wait, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<PolledSettlements> SettleAsync(
        WorkerName worker,
        IReadOnlyList<WorkerSettlement> settlements,
        PollRequest? next,
        CancellationToken cancellation
    )
    {
        // The poll comes first: the round that takes the results leases the next jobs.
        WorkerSession? session;
        Poll? poll = null;
        var access = next is { } request
            ? Join(worker, request, out session, out poll)
            : registry.Find(worker, out session);
        if (access == PollingAccess.Denied)
        {
            return new(access, [], null);
        }

        IReadOnlyList<SettlementResult> results;
        try
        {
            results = await SettleAsync(session, settlements);
        }
        catch when (poll is not null)
        {
            contents.GiveBack(Leave(session!, poll));
            throw;
        }

        var answer =
            next is null ? (PollAnswer?)null
            : poll is null ? new(access, [], session is { IsDraining: true })
            : await AwaitAsync(session!, poll, next.Value.Wait, cancellation);
        return new(access, results, answer);
    }

    /// <inheritdoc/>
    public async ValueTask<LeaseStandings> ReportAsync(
        WorkerName worker,
        IReadOnlyList<LeaseReport> all,
        TimeSpan? leaseTime,
        SignOfLife sign,
        CancellationToken cancellation
    )
    {
        var access = registry.Find(worker, out var session);
        if (access == PollingAccess.Denied || (session is null && all.Any(report => report.Log is not null)))
        {
            return new(access, []);
        }

        session?.Seen(sign);
        return new(access, await reports.TakeAsync(session, all, leaseTime, cancellation));
    }

    /// <inheritdoc/>
    public async ValueTask<PollingAccess> DrainAsync(string worker, Actor by, CancellationToken cancellation)
    {
        var access = registry.Find(new WorkerName(worker, by.Caller), out var session);
        if (session is not null)
        {
            await RecordAsync(AuditActions.WorkerDrain, session, by, cancellation);
            session.Drain();
            session.Link.Drain();
            await loop.RunAsync(RoundOperations.Turn()); // a round under way may lease something still
        }

        return access;
    }

    /// <inheritdoc/>
    public async ValueTask<PollingAccess> DeregisterAsync(string worker, Actor by, CancellationToken cancellation)
    {
        var access = registry.Find(new WorkerName(worker, by.Caller), out var session);
        if (session is not null)
        {
            await RecordAsync(AuditActions.WorkerRemove, session, by, cancellation);
            await ends.ReleaseAsync(registry.Retire(session));
        }

        return access;
    }

    /// <inheritdoc/>
    public void GiveBack(IReadOnlyList<Assignment> jobs) => contents.GiveBack([.. jobs.Select(job => job.Job)]);

    /// <summary>Workers come and go by themselves; what an operator does to another's is recorded before it is done.</summary>
    private ValueTask RecordAsync(string action, WorkerSession session, Actor by, CancellationToken cancellation) =>
        by.Caller.Owner == session.Hello.Caller.Owner
            ? ValueTask.CompletedTask
            : audit.RecordAsync(by.Does(action, $"worker {session.Hello.Id}"), cancellation);

    /// <summary>Waits from now on; no poll without a session, nor once the node stops.</summary>
    private PollingAccess Join(WorkerName worker, PollRequest request, out WorkerSession? session, out Poll? poll)
    {
        lock (dispatcher.Gate)
        {
            var access = registry.Find(worker, out session);
            poll = dispatcher.IsStopped ? null : session?.Polls!.Join(request.Max);
            session?.Seen(default);
            return access;
        }
    }

    private async ValueTask<IReadOnlyList<SettlementResult>> SettleAsync(
        WorkerSession? session,
        IReadOnlyList<WorkerSettlement> settlements
    )
    {
        var bytes = settlements.Sum(settlement => (long)settlement.Result.Length + AroundResult);
        try
        {
            return Interlocked.Add(ref underWay, bytes) <= MaxUnderWay
                ? await ends.SettleAsync(session, settlements, registry.Stopping)
                : throw new StorageUnavailableException("More results wait to be stored than there is room for.");
        }
        finally
        {
            Interlocked.Add(ref underWay, -bytes);
        }
    }

    private List<LeasedJob> Leave(WorkerSession session, Poll poll)
    {
        lock (dispatcher.Gate)
        {
            session.Polls!.Leave(poll);
            session.Seen(default);
            return poll.Jobs;
        }
    }

    private async ValueTask<PollAnswer> AwaitAsync(
        WorkerSession session,
        Poll poll,
        TimeSpan wait,
        CancellationToken cancellation
    )
    {
        try
        {
            // Without time to wait it takes part in one round, the next.
            var ended = wait > TimeSpan.Zero ? poll.Ended : loop.RunAsync(RoundOperations.Turn()).AsTask();
            await ended.WaitAsync(wait > TimeSpan.Zero ? wait : Timeout.InfiniteTimeSpan, clock, cancellation);
        }
        catch (TimeoutException)
        {
            // Nothing came, or it comes just now.
        }
        catch
        {
            contents.GiveBack(Leave(session, poll));
            throw;
        }

        var jobs = await FillAsync(Leave(session, poll), cancellation);
        var isGone = jobs.Count == 0 && session.IsClosed;
        return new(isGone ? PollingAccess.Unknown : PollingAccess.Granted, jobs, session.IsDraining);
    }

    /// <summary>Completes jobs by their payloads; what would make the answer too long goes back.</summary>
    private async ValueTask<IReadOnlyList<Assignment>> FillAsync(List<LeasedJob> jobs, CancellationToken cancellation)
    {
        var filled = new List<Assignment>(jobs.Count);
        var bytes = 0L;
        var next = 0;
        try
        {
            for (; next < jobs.Count && bytes < MaxAnswerBytes; next++)
            {
                if (await contents.ReadAsync(jobs[next], cancellation) is { } assignment)
                {
                    filled.Add(assignment);
                    bytes += assignment.Payload.Length + assignment.Checkpoint.Length;
                }
            }

            contents.GiveBack(jobs[next..]);
            return filled;
        }
        catch
        {
            GiveBack(filled);
            contents.GiveBack(jobs[next..]);
            throw;
        }
    }
}
