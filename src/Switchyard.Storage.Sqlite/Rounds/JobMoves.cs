using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Lanes;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Rounds;

/// <summary>
/// The moves of jobs between the tables that are their states. Each takes a job out of the one and puts it into the
/// other, counts it, and notes the transition.
/// </summary>
internal sealed class JobMoves(StoreTables tables, StoreState state, LaneCache lanes)
{
    /// <summary>What was moved in this transaction, in order.</summary>
    public List<Transition> Transitions { get; private set; } = [];

    /// <summary>A transaction begins.</summary>
    public void Begin(int capacity) => Transitions = new List<Transition>(capacity);

    /// <summary>Finds where a job stands; null for a job that is in no state, which no move leaves.</summary>
    public Standing? Find(JobRow job)
    {
        if (tables.Outcomes.FindBare(job.Id) is { } outcome)
        {
            var tally = new Tally(outcome.Attempt, 0, 0, false);
            return new Standing(outcome.State, job.Lane, tally, ResultBlob: outcome.Result.BlobId);
        }

        if (tables.Leases.Find(job.Id) is { } lease)
        {
            return Standing.Running(lease);
        }

        if (tables.Held.Find(job.Id) is { } held)
        {
            return new Standing(held.State, job.Lane, held.Tally);
        }

        if (tables.Later.Find(job.Id) is { } later)
        {
            return new Standing(JobState.Scheduled, job.Lane, later.Tally);
        }

        return tables.Ready.Find(RouteOf(job.Lane), job.Priority, job.Id) is { } ready
            ? new Standing(JobState.Pending, job.Lane, ready)
            : null;
    }

    /// <summary>To pending.</summary>
    public void ToReady(JobRow job, in Standing from, in Tally tally, FailureReason reason = FailureReason.None)
    {
        Leave(job, from);
        tables.Ready.Insert(RouteOf(job.Lane), job.Priority, job.Id, job.Lane, tally);
        Note(job.Id, from, JobState.Pending, reason, tally.Attempt);
    }

    /// <summary>To scheduled.</summary>
    public void ToLater(
        JobRow job,
        in Standing from,
        in Tally tally,
        long due,
        FailureReason reason = FailureReason.None
    )
    {
        Leave(job, from);
        tables.Later.Insert(job.Id, due, job.Lane, tally);
        Note(job.Id, from, JobState.Scheduled, reason, tally.Attempt, due);
    }

    /// <summary>To paused.</summary>
    public void ToPaused(JobRow job, in Standing from, in Tally tally)
    {
        Leave(job, from);
        tables.Held.Insert(job.Id, JobState.Paused, job.Lane, tally);
        Note(job.Id, from, JobState.Paused, FailureReason.None, tally.Attempt);
    }

    /// <summary>To succeeded, failed or cancelled, from a lease or from where the job's row says.</summary>
    /// <param name="job">The job's row; not needed, and not read, for the end of a lease.</param>
    /// <param name="from">Where it stands.</param>
    /// <param name="to">How it ends.</param>
    /// <param name="reason">Why it failed.</param>
    /// <param name="token">The lease whose settlement ends it; 0 for another end.</param>
    /// <param name="error">What the worker said.</param>
    /// <param name="result">What the worker sent.</param>
    public void ToEnd(
        JobRow? job,
        in Standing from,
        JobState to,
        FailureReason reason,
        long token = 0,
        string? error = null,
        in Content result = default
    )
    {
        var id = job?.Id ?? from.Lease.Id;
        long? started = from.IsRunning ? from.Lease.Started : null;
        Leave(job, from);
        tables.Outcomes.Insert(
            id,
            new OutcomeRow(
                from.Lane,
                to,
                reason,
                from.Tally.Attempt,
                token,
                started,
                state.Now,
                from.Lease.Worker,
                error,
                result
            )
        );
        tables.Blobs.Use(result, 1, state.Now);
        if (from.Tally.Checkpoint)
        {
            DropCheckpoint(id);
        }

        if (from.IsRunning ? from.Lease.Callback : job?.Callback is not null)
        {
            tables.Callbacks.Insert(id, state.Now);
        }

        Note(id, from, to, reason, from.Tally.Attempt);
    }

    /// <summary>Out of the store, with all that belongs to the job.</summary>
    public void ToNowhere(JobRow job, in Standing from)
    {
        Leave(job, from);
        tables.Blobs.Use(new Content(default, job.PayloadBlob), -1, state.Now);
        if (from.Tally.Checkpoint)
        {
            DropCheckpoint(job.Id);
        }

        tables.Attempts.Delete(job.Id);
        tables.Progress.Delete(job.Id);
        tables.Logs.Delete(job.Id);
        if (tables.Runs.Delete(job.Id) is { } schedule)
        {
            tables.Schedules.AddRuns(schedule, -1);
        }

        tables.Jobs.Delete(job.Id);
        Note(job.Id, from, null, FailureReason.None, from.Tally.Attempt);
    }

    /// <summary>Replaces what the next attempt gets.</summary>
    /// <returns>Whether there is something.</returns>
    public bool KeepCheckpoint(long id, bool replaces, in Content content)
    {
        if (replaces)
        {
            DropCheckpoint(id);
        }

        if (content.Inline.IsEmpty && content.BlobId == 0)
        {
            return false;
        }

        tables.Checkpoints.Put(id, content);
        tables.Blobs.Use(content, 1, state.Now);
        return true;
    }

    /// <summary>A job that was just made.</summary>
    public void NoteMade(long id, int lane, JobState to, long? due)
    {
        state.Counts.Add(lane, to, 1);
        Transitions.Add(new Transition(id, lane, null, to, FailureReason.None, 0, 0, null, Time.Micros.ToTime(due)));
    }

    /// <summary>A job that was just leased.</summary>
    public void NoteLeased(in LeaseRow lease)
    {
        state.Counts.Add(lease.Lane, JobState.Pending, -1);
        state.Counts.Add(lease.Lane, JobState.Running, 1);
        Transitions.Add(
            new Transition(
                lease.Id,
                lease.Lane,
                JobState.Pending,
                JobState.Running,
                FailureReason.None,
                lease.Tally.Attempt,
                lease.Token,
                lease.Worker,
                null
            )
        );
    }

    public int RouteOf(int lane) => lanes[lane].Route.Id;

    private void Leave(JobRow? job, in Standing from)
    {
        switch (from.State)
        {
            case JobState.Running:
                tables.Leases.Delete(from.Lease.Id);
                break;
            case JobState.Pending:
                tables.Ready.Delete(RouteOf(from.Lane), job!.Priority, job.Id);
                break;
            case JobState.Scheduled:
                tables.Later.Delete(job!.Id);
                break;
            case JobState.Draft or JobState.Paused:
                tables.Held.Delete(job!.Id);
                break;
            default:
                tables.Outcomes.Delete(job!.Id);
                tables.Blobs.Use(new Content(default, from.ResultBlob), -1, state.Now);
                if (job.Callback is not null)
                {
                    tables.Callbacks.Delete(job.Id);
                }

                break;
        }
    }

    private void DropCheckpoint(long id)
    {
        tables.Blobs.Use(tables.Checkpoints.Find(id), -1, state.Now);
        tables.Checkpoints.Delete(id);
    }

    private void Note(long id, in Standing from, JobState? to, FailureReason reason, int attempt, long? due = null)
    {
        state.Counts.Add(from.Lane, from.State, -1);
        if (to is { } next)
        {
            state.Counts.Add(from.Lane, next, 1);
        }

        Transitions.Add(
            new Transition(
                id,
                from.Lane,
                from.State,
                to,
                reason,
                attempt,
                from.Lease.Token,
                from.Lease.Worker,
                Time.Micros.ToTime(due)
            )
        );
    }
}
