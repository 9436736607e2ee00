using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Time;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Rounds;

/// <summary>Orders of clients.</summary>
internal sealed class Ordering(StoreTables tables, StoreState state, JobMoves moves)
{
    public OrderResult[] Apply(List<Order> orders)
    {
        var results = new OrderResult[orders.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Apply(orders[i]);
        }

        return results;
    }

    private OrderResult Apply(in Order order)
    {
        if (tables.Jobs.Find(order.JobId) is not { } job || moves.Find(job) is not { } standing)
        {
            return new OrderResult(false, null, 0);
        }

        if (order.OnlyIn?.Contains(standing.State) == false || !Apply(order.Kind, job, standing))
        {
            return new OrderResult(false, standing.State, 0);
        }

        if (order.Audit is { } act)
        {
            tables.Audit.Insert(state.Now, act);
        }

        return new OrderResult(true, moves.Transitions[^1].To, standing.Lease.Token);
    }

    private bool Apply(OrderKind kind, JobRow job, in Standing from)
    {
        switch (kind)
        {
            case OrderKind.Start when from.State is JobState.Draft:
                Start(job, from);
                return true;
            case OrderKind.Pause when from.State is JobState.Pending or JobState.Scheduled:
                moves.ToPaused(job, from, from.Tally);
                return true;
            case OrderKind.Resume when from.State is JobState.Paused:
                moves.ToReady(job, from, from.Tally);
                return true;
            case OrderKind.Cancel when !from.IsFinished:
                moves.ToEnd(job, from, JobState.Cancelled, FailureReason.None);
                return true;
            case OrderKind.Retry when from.State is JobState.Failed or JobState.Cancelled:
                Retry(job, from);
                return true;
            case OrderKind.Delete when !from.IsRunning:
                moves.ToNowhere(job, from);
                return true;
            default:
                return false;
        }
    }

    private void Start(JobRow job, in Standing from)
    {
        var due = Micros.After(job.Created, job.Delay);
        if (due > state.Now)
        {
            moves.ToLater(job, from, from.Tally, due);
        }
        else
        {
            moves.ToReady(job, from, from.Tally);
        }
    }

    private void Retry(JobRow job, in Standing from)
    {
        moves.ToReady(job, from, new Tally(from.Tally.Attempt, Spent: 0, Lapses: 0, Checkpoint: false));
        tables.Runs.NoteRevived(job.Id);
        if (job.TimeToLive is { } span)
        {
            tables.Jobs.Renew(job.Id, state.Now);
            tables.Expiries.Insert(Micros.After(state.Now, span), job.Id);
        }
    }
}
