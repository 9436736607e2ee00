using Switchyard.Engine.Callbacks;
using Switchyard.Engine.Events;
using Switchyard.Engine.Jobs;
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
    SweepSchedule sweeps,
    TimeSpan leaseTime,
    TimeProvider clock
)
{
    /// <summary>Publishes; on the round loop, before the next round is made.</summary>
    public void Publish(Round round, RoundResult result)
    {
        var renewAt = clock.GetTimestamp() + (long)(leaseTime.TotalSeconds / 2 * clock.TimestampFrequency);
        lanes.Apply(result.Transitions);
        var dispatched = dispatcher.Apply(round, result, renewAt);
        snapshots.Write(round, result);
        events.Append(result.Number, result.At, result.Transitions);
        mail.Send(dispatched);
        Wake(result);
        Schedule(round, result);
    }

    private void Wake(RoundResult result)
    {
        foreach (var change in result.Transitions)
        {
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

    private void Schedule(Round round, RoundResult result)
    {
        if (round.SweepLimit > 0)
        {
            sweeps.NoteSwept(result.NextSweepAt - result.At);
        }

        if (round.Claims.Count > 0)
        {
            sweeps.NoteIn(leaseTime);
        }

        foreach (var claim in result.Claims)
        {
            foreach (var job in claim)
            {
                Note(job.RunTimeout);
            }
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
    }

    private void Note(TimeSpan? wait)
    {
        if (wait is { } known)
        {
            sweeps.NoteIn(known);
        }
    }
}
