using Switchyard.Engine.Callbacks;
using Switchyard.Engine.Diagnostics;
using Switchyard.Engine.Events;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Dispatch;

/// <summary>Tells this node what a durable round did: counts, cache, stream, workers, and whoever waits.</summary>
internal sealed class RoundPublisher(
    Dispatcher dispatcher,
    LaneTable lanes,
    SnapshotWriter snapshots,
    JobWaiters waiters,
    EventRing events,
    WorkerMail mail,
    CallbackLoop callbacks,
    RunTally runs,
    SweepSchedule sweeps,
    EngineMetrics metrics,
    EngineTraces traces,
    TimeProvider clock
)
{
    /// <summary>Publishes; on the round loop, before the next round is made.</summary>
    /// <param name="round">As committed.</param>
    /// <param name="result">Its answers.</param>
    /// <param name="began">When the commit began, as a timestamp of the clock.</param>
    /// <param name="ended">When it had ended.</param>
    /// <param name="cancellation">Gives it up while the store is out.</param>
    public async ValueTask PublishAsync(
        Round round,
        RoundResult result,
        long began,
        long ended,
        CancellationToken cancellation
    )
    {
        await LearnAsync(result.Transitions, cancellation);
        var took = clock.GetElapsedTime(began, ended);
        lanes.Apply(result.Transitions);
        var dispatched = dispatcher.Apply(round, result);
        metrics.NoteRound(round, result, dispatched, took);
        traces.NoteRound(round, result, dispatched, took);
        snapshots.Write(round, result);
        events.Append(result.Number, result.At, result.Transitions);
        // All is counted from the round's time, somewhere within the commit: after a long one its beginning is taken, since
        // a sweep too early costs a sync, and one too late is late.
        Schedule(round, result, took > SweepSchedule.MinInterval ? began : ended);
        mail.Send(dispatched);
        Wake(result.Transitions);
    }

    /// <summary>Publishes what was changed beside the rounds and is durable; on the round loop as well.</summary>
    public void Publish(IReadOnlyList<Transition> changes)
    {
        lanes.Apply(changes);
        Tell(changes, dispatcher.Apply(changes));
    }

    /// <summary>Publishes what the reconciler repaired.</summary>
    public void Publish(ReconcileResult repaired)
    {
        lanes.Correct(repaired.Counts);
        Tell(repaired.Transitions, dispatcher.Apply(repaired));
    }

    /// <summary>Has the lanes known that durable changes name, before they are published: another node may have added some.</summary>
    public async ValueTask LearnAsync(IReadOnlyList<Transition> changes, CancellationToken cancellation)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            if (!lanes.Knows(changes[i].LaneId))
            {
                await LearnAsync(changes[i].LaneId, cancellation);
            }
        }
    }

    /// <summary>Has a lane known.</summary>
    public async ValueTask LearnAsync(int lane, CancellationToken cancellation)
    {
        while (!lanes.Knows(lane))
        {
            try
            {
                await lanes.ReadAsync(cancellation);
                return;
            }
            catch (StorageUnavailableException)
            {
                await Task.Delay(RoundLoop.OutagePause, clock, cancellation);
            }
        }
    }

    private void Tell(IReadOnlyList<Transition> changes, Dispatched dispatched)
    {
        snapshots.Forget(changes);
        mail.Send(dispatched);
        Wake(changes);
    }

    private void Wake(IReadOnlyList<Transition> changes)
    {
        foreach (var change in changes)
        {
            runs.Note(change);
            if (change.To is not { } state || state.IsFinished())
            {
                var job = snapshots.Find(change.JobId);
                waiters.Wake(change.JobId, job);
                if (job?.CallbackUrl is not null)
                {
                    callbacks.Wake();
                }
            }
        }
    }

    private void Schedule(Round round, RoundResult result, long since)
    {
        if (round.SweepLimit > 0)
        {
            sweeps.NoteSwept(result.NextSweepAt - result.At, since);
        }

        if (Next(round, result) is var next && next < TimeSpan.MaxValue)
        {
            sweeps.NoteIn(next, since);
        }
    }

    /// <summary>How long until the first thing that this round makes due; at most too early.</summary>
    private static TimeSpan Next(Round round, RoundResult result)
    {
        var next = TimeSpan.MaxValue;
        for (var i = 0; i < result.Claims.Count; i++)
        {
            foreach (var job in result.Claims[i])
            {
                Note(round.Claims[i].LeaseTime);
                Note(job.RunTimeout);
            }
        }

        foreach (var renewal in round.Renewals)
        {
            Note(renewal.LeaseTime); // for less time than before, perhaps
        }

        foreach (var change in result.Transitions)
        {
            Note(change.DueAt - result.At);
        }

        foreach (var submission in round.Submissions)
        {
            foreach (var job in submission.Jobs)
            {
                Note(job.TimeToLive);
            }
        }

        foreach (var order in round.Orders)
        {
            if (order.Kind == OrderKind.Retry)
            {
                Note(TimeSpan.Zero); // its time to live starts anew, and only the store knows how long it is
            }
        }

        return next;

        void Note(TimeSpan? wait) => next = wait < next ? wait.Value : next;
    }
}
