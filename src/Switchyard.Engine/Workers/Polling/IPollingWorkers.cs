using Switchyard.Engine.Accounts;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Workers.Polling;

/// <summary>
/// Workers without a connection: they ask for jobs, one request at a time, and their leases live by their own renewals.
/// They outlive nodes. After a restart what they say of a lease counts by its token alone; for further jobs, and to log,
/// they register again.
/// </summary>
/// <exception cref="StorageUnavailableException">From any method that waits: the store cannot serve now, or the node stops.</exception>
public interface IPollingWorkers
{
    /// <summary>
    /// Puts a worker in service, or changes one that is: it keeps its jobs, and no longer drains. A connected worker of
    /// the same name and key is replaced. One that is not heard of for two leases, and 60 s at least, is forgotten.
    /// </summary>
    /// <param name="hello">What it says of itself; the capacity is for people, it gets what it asks for.</param>
    /// <param name="leaseTime">How long its leases last, 1 s to 1 h; null for the engine's own time.</param>
    PollingAccess Register(WorkerHello hello, TimeSpan? leaseTime);

    /// <summary>Leases jobs to a worker as soon as there are any: those of one round, at most as many as it asked for.</summary>
    /// <param name="worker">Who asks.</param>
    /// <param name="request">For how many, and how long it waits for the first.</param>
    /// <param name="cancellation">The worker went away: what was leased for it goes back, and counts nothing.</param>
    ValueTask<PollAnswer> LeaseAsync(WorkerName worker, PollRequest request, CancellationToken cancellation);

    /// <summary>
    /// Ends attempts, as <see cref="IWorkerSession.SettleAsync"/> does, and leases the next jobs in the very round.
    /// </summary>
    /// <param name="worker">Who reports; need not be registered.</param>
    /// <param name="settlements">What became of its jobs.</param>
    /// <param name="next">Asks for the next jobs; null for none.</param>
    /// <param name="cancellation">The worker went away; what it said counts all the same.</param>
    ValueTask<PolledSettlements> SettleAsync(
        WorkerName worker,
        IReadOnlyList<WorkerSettlement> settlements,
        PollRequest? next,
        CancellationToken cancellation
    );

    /// <summary>Renews leases, and keeps what the worker says of their jobs.</summary>
    /// <param name="worker">Who reports; need not be registered unless it logs.</param>
    /// <param name="reports">At most 10,000.</param>
    /// <param name="leaseTime">From now on, 1 s to 1 h; null for the worker's own lease time.</param>
    /// <param name="sign">What the worker says of itself.</param>
    /// <param name="cancellation">The worker went away.</param>
    ValueTask<LeaseStandings> ReportAsync(
        WorkerName worker,
        IReadOnlyList<LeaseReport> reports,
        TimeSpan? leaseTime,
        SignOfLife sign,
        CancellationToken cancellation
    );

    /// <summary>
    /// The worker wants no further jobs until it registers again; once this returns none is on its way. Audited when it is
    /// another's worker.
    /// </summary>
    ValueTask<PollingAccess> DrainAsync(string worker, Actor by, CancellationToken cancellation);

    /// <summary>
    /// Takes a worker out of service; what it holds goes back, and counts nothing. Audited when it is another's worker.
    /// </summary>
    ValueTask<PollingAccess> DeregisterAsync(string worker, Actor by, CancellationToken cancellation);

    /// <summary>Gives jobs back whose worker went away before it could hear of them; counts nothing.</summary>
    void GiveBack(IReadOnlyList<Assignment> jobs);
}
