using Switchyard.Engine.Jobs;
using Switchyard.Engine.Leases;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Dispatch;

/// <summary>
/// Matches claimable jobs with free slots: it puts claims into the round about to be committed and books what that
/// round leased. One lock guards its state, the sessions' counters and the lease table; nothing under it blocks.
/// </summary>
internal sealed class Dispatcher
{
    /// <summary>Slots offered in one round: beyond this a round's latency grows more than its throughput.</summary>
    private const int MaxSlots = 512;

    private readonly WorkerClasses classes;
    private readonly TimeSpan leaseTime;
    private readonly long node;
    private readonly RouteSupply supply;
    private readonly List<WorkerSession> slotOwners = [];
    private bool stopped;

    public Dispatcher(LaneTable lanes, TypeAliases aliases, TimeSpan leaseTime, long node)
    {
        (this.leaseTime, this.node) = (leaseTime, node);
        supply = new RouteSupply(lanes);
        classes = new WorkerClasses(lanes, aliases);
        lanes.RouteAdded += route =>
        {
            lock (Gate)
            {
                classes.Offer(route);
            }
        };
    }

    /// <summary>Guards this, the lease table and the sessions' counters.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The leases that this node's sessions hold.</summary>
    public LeaseTable Leases { get; } = new();

    /// <summary>Which workers do what.</summary>
    public WorkerClasses Classes => classes;

    /// <summary>No more claims from now on.</summary>
    public void Stop()
    {
        lock (Gate)
        {
            stopped = true;
        }
    }

    /// <summary>Looks again at routes that had nothing: another node may have brought something.</summary>
    public void ForgetDryRoutes()
    {
        lock (Gate)
        {
            supply.ForgetDry();
        }
    }

    /// <summary>Whether a claim made now would likely find a job.</summary>
    public bool HasWork()
    {
        lock (Gate)
        {
            supply.Begin(null);
            return !stopped && classes.LeastLoaded(supply) is not null;
        }
    }

    /// <summary>
    /// Adds claims for free slots to a round that is otherwise complete. Slots that its settlements free and jobs that
    /// it submits count already, so that a job goes out with the very sync that stores it.
    /// </summary>
    public void AddClaims(Round round)
    {
        lock (Gate)
        {
            slotOwners.Clear();
            if (stopped || classes.IsEmpty)
            {
                return;
            }

            CountEndings(round, 1);
            supply.Begin(round);
            WorkerClass? last = null;
            List<ClaimSlot>? slots = null;
            while (slotOwners.Count < MaxSlots && classes.LeastLoaded(supply) is var (workers, worker))
            {
                if (slots is null || workers != last)
                {
                    slots = [];
                    round.Claims.Add(new Claim(supply.Wet(workers.Routes), slots, leaseTime));
                    last = workers;
                }

                slots.Add(new ClaimSlot(worker.Hello.Id, node, slotOwners.Count));
                slotOwners.Add(worker);
                workers.Take(worker);
                supply.TakeOne(workers.Routes);
            }

            CountEndings(round, -1);
        }
    }

    /// <summary>Gives back the slots of a round that failed.</summary>
    public void Fail()
    {
        lock (Gate)
        {
            ReleaseReservations();
        }
    }

    /// <summary>Books a durable round: what ended, what was revoked, what was leased.</summary>
    /// <param name="round">As committed.</param>
    /// <param name="result">Its answers.</param>
    /// <param name="renewAt">When its new leases are to be renewed, as a timestamp.</param>
    public Dispatched Apply(Round round, RoundResult result, long renewAt)
    {
        var dispatched = new Dispatched();
        lock (Gate)
        {
            ReleaseReservations();
            foreach (var settlement in round.Settlements)
            {
                // Whatever the answer, this worker is done with the job under this token.
                Leases.Remove(settlement.JobId, settlement.Token);
            }

            foreach (var change in result.Transitions)
            {
                supply.Note(change);
                if (change.From == JobState.Running && Leases.Remove(change.JobId, change.Token) is { } revoked)
                {
                    dispatched.Revoked.Add((revoked, change));
                }
            }

            for (var i = 0; i < round.Claims.Count; i++)
            {
                if (result.Claims[i].Count < round.Claims[i].Slots.Count)
                {
                    supply.NoteDry(round.Claims[i].Routes);
                }

                foreach (var job in result.Claims[i])
                {
                    Book(job, renewAt, dispatched);
                }
            }
        }

        return dispatched;
    }

    private void Book(LeasedJob job, long renewAt, Dispatched dispatched)
    {
        var session = slotOwners[job.Tag];
        if (session.IsClosed)
        {
            dispatched.Orphans.Add(job);
            return;
        }

        Leases.Add(new HeldLease(job.Id, job.Token, job.Attempt, session) { RenewAt = renewAt });
        dispatched.Leased.Add((session, job));
    }

    private void ReleaseReservations()
    {
        foreach (var owner in slotOwners)
        {
            owner.Reserved = 0;
        }
    }

    private void CountEndings(Round round, int sign)
    {
        foreach (var settlement in round.Settlements)
        {
            if (Leases.Find(settlement.JobId, settlement.Token) is { } lease)
            {
                lease.Session.Ending += sign;
            }
        }
    }
}
