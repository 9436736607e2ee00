using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Time;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite.Rounds;

/// <summary>What becomes of a job whose attempt ended without success: the one place of retries and quarantine.</summary>
internal sealed class AttemptEnds(StoreTables tables, StoreState state, JobMoves moves)
{
    /// <summary>The attempt failed: again later while attempts are left, else the job fails.</summary>
    /// <param name="job">The job.</param>
    /// <param name="lease">Its lease.</param>
    /// <param name="reason">An error or a timeout.</param>
    /// <param name="jitter">The draw for the backoff.</param>
    /// <param name="token">The lease when a settlement says so, else 0.</param>
    /// <param name="error">What the worker said.</param>
    /// <param name="result">What it sent.</param>
    public void Failed(
        JobRow job,
        in LeaseRow lease,
        FailureReason reason,
        double jitter,
        long token = 0,
        string? error = null,
        in Content result = default
    )
    {
        var from = Standing.Running(lease);
        var tally = lease.Tally with { Spent = lease.Tally.Spent + 1, Lapses = 0 };
        tables.Attempts.Insert(lease, reason, state.Now, error);
        if (tally.Spent >= job.Retry.MaxAttempts)
        {
            moves.ToEnd(job, from, JobState.Failed, reason, token, error, result);
            return;
        }

        var due = Micros.After(state.Now, Micros.From(job.Retry.Delay(tally.Spent, jitter)));
        if (due > state.Now)
        {
            moves.ToLater(job, from, tally, due, reason);
        }
        else
        {
            moves.ToReady(job, from, tally, reason);
        }
    }

    /// <summary>The attempt failed for good.</summary>
    public void FailedForGood(JobRow job, in LeaseRow lease, string? error, in Content result)
    {
        tables.Attempts.Insert(lease, FailureReason.NonRetryable, state.Now, error);
        moves.ToEnd(
            job,
            Standing.Running(lease),
            JobState.Failed,
            FailureReason.NonRetryable,
            lease.Token,
            error,
            result
        );
    }

    /// <summary>The worker is gone: the job is pending again, or quarantined when that makes too many lapses in a row.</summary>
    /// <param name="job">The job.</param>
    /// <param name="lease">Its lease.</param>
    /// <param name="token">The lease when a settlement says so, else 0.</param>
    public void Lapsed(JobRow job, in LeaseRow lease, long token)
    {
        var tally = lease.Tally with { Lapses = lease.Tally.Lapses + 1 };
        tables.Attempts.Insert(lease, FailureReason.WorkerLost, state.Now, error: null);
        if (tally.Lapses >= job.MaxLapses)
        {
            moves.ToEnd(job, Standing.Running(lease), JobState.Failed, FailureReason.WorkerLost, token);
        }
        else
        {
            moves.ToReady(job, Standing.Running(lease), tally, FailureReason.WorkerLost);
        }
    }

    /// <summary>The node is gone, and the worker's connection with it: no fault of the job or the worker.</summary>
    public void NodeLost(JobRow job, in LeaseRow lease)
    {
        tables.Attempts.Insert(lease, FailureReason.WorkerLost, state.Now, error: null);
        moves.ToReady(job, Standing.Running(lease), lease.Tally, FailureReason.WorkerLost);
    }
}
