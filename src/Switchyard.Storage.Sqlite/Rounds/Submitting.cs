using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Schedules;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Time;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Rounds;

/// <summary>New jobs.</summary>
internal sealed class Submitting(StoreTables tables, StoreState state, JobMoves moves, LiveRuns live)
{
    /// <summary>How long an idempotency key stands for its call: 24 hours.</summary>
    public static readonly TimeSpan KeyLife = TimeSpan.FromHours(24);

    public SubmissionResult[] Apply(List<Submission> submissions)
    {
        var results = new SubmissionResult[submissions.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = Apply(submissions[i]);
        }

        return results;
    }

    private SubmissionResult Apply(Submission submission)
    {
        if (submission.Run is { } run)
        {
            return Apply(submission.Jobs[0], run);
        }

        if (submission.Idempotency is not { } idempotency)
        {
            return new SubmissionResult(SubmissionAnswer.Stored, Store(submission.Jobs), null);
        }

        if (tables.Idempotency.Find(idempotency) is { } call && call.At > state.Now - Micros.From(KeyLife))
        {
            return Repeat(call, idempotency);
        }

        var first = Store(submission.Jobs);
        tables.Idempotency.Put(idempotency, state.Now, first, submission.Jobs.Count);
        return new SubmissionResult(SubmissionAnswer.Stored, first, null);
    }

    private SubmissionResult Apply(NewJob job, NewRun run)
    {
        var (exists, slot) = tables.Schedules.FindSlot(run.ScheduleId);
        if (!exists || (run.Move is { } move && slot != move.Slot))
        {
            return new SubmissionResult(SubmissionAnswer.Stale, 0, null);
        }

        if (run.Slot is { } wanted && tables.Runs.OfSlot(run.ScheduleId, wanted) is { } known)
        {
            return new SubmissionResult(SubmissionAnswer.Repeated, known, tables.Jobs.Salts(known, 1));
        }

        live.Clear(run.Group);
        if (run.MaxLive is { } most && live.HasSoMany(run.Group, most))
        {
            return new SubmissionResult(SubmissionAnswer.Live, 0, null);
        }

        var id = Store([job]);
        tables.Runs.Insert(id, run, waiting: job.Draft);
        tables.Schedules.AddRuns(run.ScheduleId, 1);
        if (run.Move is { } next)
        {
            tables.Schedules.Move(next);
        }

        return new SubmissionResult(SubmissionAnswer.Stored, id, null);
    }

    private SubmissionResult Repeat(IdempotencyRow call, Idempotency idempotency)
    {
        if (call.Fingerprint.Span.SequenceEqual(idempotency.Fingerprint.Span))
        {
            var salts = tables.Jobs.Salts(call.First, call.Jobs);
            if (salts.Count == call.Jobs)
            {
                return new SubmissionResult(SubmissionAnswer.Repeated, call.First, salts);
            }
        }

        return new SubmissionResult(SubmissionAnswer.Conflict, 0, null);
    }

    private long Store(IReadOnlyList<NewJob> jobs)
    {
        var first = state.NextJobs(jobs.Count);
        for (var i = 0; i < jobs.Count; i++)
        {
            Store(first + i, jobs[i]);
        }

        return first;
    }

    private void Store(long id, NewJob job)
    {
        var lane = job.Lane.Id;
        tables.Jobs.Insert(id, job, state.Now);
        tables.Blobs.Use(job.Payload, 1, state.Now);
        if (job.TimeToLive is { } span)
        {
            tables.Expiries.Insert(Micros.After(state.Now, Micros.From(span)), id);
        }

        var due = Micros.After(state.Now, Micros.From(job.Delay));
        if (job.Draft)
        {
            tables.Held.Insert(id, JobState.Draft, lane, default);
            moves.NoteMade(id, lane, JobState.Draft, null);
        }
        else if (due > state.Now)
        {
            tables.Later.Insert(id, due, lane, default);
            moves.NoteMade(id, lane, JobState.Scheduled, due);
        }
        else
        {
            tables.Ready.Insert(moves.RouteOf(lane), job.Priority, id, lane, default);
            moves.NoteMade(id, lane, JobState.Pending, null);
        }
    }
}
