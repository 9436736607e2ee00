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
    /// <summary>How long after its end a polling worker's lease is still known, for a sweep here to tell of it.</summary>
    private static readonly TimeSpan PolledSlack = TimeSpan.FromSeconds(60);

    private readonly RouteSupply supply;
    private readonly LeaseRenewals renewals;
    private readonly ClaimPlanner planner;
    private readonly TimeProvider clock;

    public Dispatcher(LaneTable lanes, TypeAliases aliases, TimeSpan leaseTime, long node, TimeProvider clock)
    {
        this.clock = clock;
        supply = new RouteSupply(lanes);
        renewals = new LeaseRenewals(Leases, leaseTime, clock);
        planner = new ClaimPlanner(supply, Leases, node);
        LeaseTime = leaseTime;
        Classes = new WorkerClasses(supply, aliases);
        lanes.RouteAdded += route =>
        {
            lock (Gate)
            {
                Classes.Offer(route);
            }
        };
    }

    /// <summary>Guards this, the lease table and the sessions' counters.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The leases that this node's sessions hold.</summary>
    public LeaseTable Leases { get; } = new();

    /// <summary>Which workers do what.</summary>
    public WorkerClasses Classes { get; }

    /// <summary>No more claims are made.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>How long leases last where their worker says nothing of it.</summary>
    public TimeSpan LeaseTime { get; }

    /// <summary>Leases held.</summary>
    public int HeldLeases
    {
        get
        {
            lock (Gate)
            {
                return Leases.Count;
            }
        }
    }

    /// <summary>Those of them that end with this node.</summary>
    public int BoundLeases
    {
        get
        {
            lock (Gate)
            {
                return Leases.BoundCount;
            }
        }
    }

    /// <summary>No more claims from now on.</summary>
    public void Stop()
    {
        lock (Gate)
        {
            IsStopped = true;
        }
    }

    /// <summary>
    /// Once a second: the next round renews what is due, and routes that had nothing are looked at again, since another
    /// node may have brought something.
    /// </summary>
    public void Refresh()
    {
        lock (Gate)
        {
            renewals.Ask();
            supply.ForgetDry();
            ForgetPolled();
        }
    }

    /// <summary>When a lease that is granted or renewed now is over, as a timestamp of the clock.</summary>
    public long EndOf(TimeSpan leaseTime) =>
        clock.GetTimestamp() + (long)(leaseTime.TotalSeconds * clock.TimestampFrequency);

    /// <summary>Whether a claim made now would likely find a job.</summary>
    public bool HasWork()
    {
        lock (Gate)
        {
            return !IsStopped
                && supply.Wet.Any(stock =>
                    stock.Hope > 0 && stock.Classes.Any(workers => workers.Workers.Any(worker => worker.FreeSlots > 0))
                );
        }
    }

    /// <summary>Adds the renewals that are due.</summary>
    public void AddRenewals(Round round)
    {
        lock (Gate)
        {
            renewals.AddTo(round);
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
            if (!IsStopped)
            {
                planner.AddTo(round);
            }
        }
    }

    /// <summary>Gives back leases that end with this node, a round's worth. On the round loop, where no claim is under way.</summary>
    public void ReleaseSome(List<Settlement> into)
    {
        lock (Gate)
        {
            var held = Leases.All.Where(lease => lease.Session.Polls is null).Take(RoundLoop.MaxRound);
            into.AddRange(held.Select(lease => Settlement.Released(lease.JobId, lease.Token)));
        }
    }

    /// <summary>Gives back the slots of a round that failed.</summary>
    public void Fail(Round round)
    {
        lock (Gate)
        {
            planner.End(round);
            renewals.Fail();
        }
    }

    /// <summary>Books changes that were made beside the rounds.</summary>
    public Dispatched Apply(IReadOnlyList<Transition> changes)
    {
        var dispatched = new Dispatched();
        lock (Gate)
        {
            BookChanges(changes, dispatched);
        }

        return dispatched;
    }

    /// <summary>Books what the reconciler repaired, whose changes count by its recount alone.</summary>
    public Dispatched Apply(ReconcileResult repaired)
    {
        var dispatched = new Dispatched();
        lock (Gate)
        {
            supply.Correct(repaired.Counts);
            foreach (var change in repaired.Transitions)
            {
                BookRevocation(change, dispatched);
            }
        }

        return dispatched;
    }

    /// <summary>Books a durable round: what ended, what was revoked, what was leased.</summary>
    public Dispatched Apply(Round round, RoundResult result)
    {
        var dispatched = new Dispatched();
        lock (Gate)
        {
            BookEnds(round, result, dispatched);
            BookChanges(result.Transitions, dispatched);
            foreach (var lease in renewals.Apply(round, result))
            {
                if (Leases.Remove(lease.JobId, lease.Token) is not null)
                {
                    dispatched.Revoked.Add((lease, RevokeReason.Lapsed));
                }
            }

            BookClaims(round, result, dispatched);
            planner.End(round);
        }

        return dispatched;
    }

    private static RevokeReason ReasonOf(in Transition change) =>
        change switch
        {
            { To: JobState.Cancelled } => RevokeReason.Cancelled,
            { Reason: FailureReason.Timeout } => RevokeReason.Timeout,
            { Reason: FailureReason.Expired } => RevokeReason.Expired,
            _ => RevokeReason.Lapsed,
        };

    /// <summary>A polling worker may have settled at another node, which tells nobody; what it still holds it says when it renews.</summary>
    private void ForgetPolled()
    {
        var past = EndOf(-PolledSlack);
        foreach (
            var lease in Leases.All.Where(lease => lease.Session.Polls is not null && lease.EndsAt < past).ToList()
        )
        {
            Leases.Remove(lease.JobId, lease.Token);
        }
    }

    private void BookEnds(Round round, RoundResult result, Dispatched dispatched)
    {
        for (var i = 0; i < round.Settlements.Count; i++)
        {
            // Whatever the answer, this worker is done with the job under this token.
            var settlement = round.Settlements[i];
            if (
                Leases.Remove(settlement.JobId, settlement.Token) is { } lease
                && result.Settlements[i].Answer == SettlementAnswer.Settled
                && lease.BeganAt is { } began
            )
            {
                dispatched.Ended.Add((lease, settlement.Kind, clock.GetElapsedTime(began)));
            }
        }
    }

    private void BookChanges(IReadOnlyList<Transition> changes, Dispatched dispatched)
    {
        foreach (var change in changes)
        {
            supply.Note(change);
            BookRevocation(change, dispatched);
        }
    }

    private void BookRevocation(in Transition change, Dispatched dispatched)
    {
        if (change.From == JobState.Running && Leases.Remove(change.JobId, change.Token) is { } revoked)
        {
            dispatched.Revoked.Add((revoked, ReasonOf(change)));
        }
    }

    private void BookClaims(Round round, RoundResult result, Dispatched dispatched)
    {
        var (next, now) = (renewals.Next, clock.GetTimestamp());
        for (var i = 0; i < round.Claims.Count; i++)
        {
            var (claim, jobs) = (round.Claims[i], result.Claims[i]);
            foreach (var route in jobs.Count < claim.Slots.Count ? claim.Routes : [])
            {
                supply.NoteDry(route);
            }

            foreach (var job in jobs)
            {
                var session = planner.OwnerOf(job.Tag);
                if (session.IsClosed)
                {
                    dispatched.Orphans.Add(job);
                    continue;
                }

                var lease = new HeldLease(job.Id, job.Token, job.Attempt, session)
                {
                    RenewAt = next,
                    BeganAt = now,
                    EndsAt = EndOf(claim.LeaseTime),
                };
                Leases.Add(lease);
                dispatched.Leased.Add((lease, job));
            }
        }
    }
}
