using Switchyard.Engine.Leases;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Dispatch;

/// <summary>
/// Plans a round's claims: one for each class of workers, its slots least loaded first. Guarded by the dispatcher's lock.
/// </summary>
internal sealed class ClaimPlanner(RouteSupply supply, LeaseTable leases, long node)
{
    /// <summary>Slots offered in one round: beyond this a round's latency grows more than its throughput.</summary>
    internal const int MaxSlots = 512;

    private readonly SlotQueue free = new();
    private readonly List<WorkerClass> offered = [];
    private readonly List<WorkerSession> owners = [];
    private readonly List<HeldLease> ending = [];
    private long turn;

    /// <summary>Adds claims to a round that is otherwise complete.</summary>
    public void AddTo(Round round)
    {
        owners.Clear();
        CountEndings(round);
        supply.Begin(round);
        OfferRoutes();
        Promise();
        foreach (var workers in offered)
        {
            if (workers.TakeClaim() is { } claim)
            {
                round.Claims.Add(claim);
            }
        }

        offered.Clear();
        ForgetEndings();
    }

    /// <summary>Whose slot it was, by the slot's tag.</summary>
    public WorkerSession OwnerOf(int tag) => owners[tag];

    /// <summary>The round is over: what it promised was given, or not.</summary>
    public void End(Round round)
    {
        foreach (var owner in owners)
        {
            owner.Reserved = 0;
        }

        supply.End(round);
    }

    /// <summary>Tells classes what they may claim, and queues their free workers.</summary>
    private void OfferRoutes()
    {
        foreach (var stock in supply.Wet)
        {
            if (stock.Hope <= 0)
            {
                continue;
            }

            foreach (var workers in stock.Classes)
            {
                if (workers.Offer(stock))
                {
                    offered.Add(workers);
                    free.AddRange(workers.Workers);
                }
            }
        }
    }

    /// <summary>Promises jobs to slots until one of them runs out.</summary>
    private void Promise()
    {
        while (owners.Count < MaxSlots && free.TryTake(out var worker))
        {
            // A class with nothing left gets nothing more in this round: its worker stays out of the queue.
            var slot = new ClaimSlot(worker.Hello.Id, worker.Polls is null ? node : 0, owners.Count);
            if (worker.Class!.TryPromise(slot))
            {
                owners.Add(worker);
                worker.Reserved++;
                worker.LastTurn = ++turn;
                free.Add(worker);
            }
        }

        free.Clear();
    }

    private void CountEndings(Round round)
    {
        foreach (var settlement in round.Settlements)
        {
            // Said twice it ends once.
            if (leases.Find(settlement.JobId, settlement.Token) is { IsEnding: false } lease)
            {
                lease.IsEnding = true;
                lease.Session.Ending++;
                ending.Add(lease);
            }
        }
    }

    private void ForgetEndings()
    {
        foreach (var lease in ending)
        {
            lease.IsEnding = false;
            lease.Session.Ending--;
        }

        ending.Clear();
    }
}
