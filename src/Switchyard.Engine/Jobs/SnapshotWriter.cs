using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Jobs;

/// <summary>Keeps the cache at the state of the last durable round. Used by the round loop alone.</summary>
internal sealed class SnapshotWriter(JobCache cache)
{
    /// <summary>The job as the cache has it.</summary>
    public JobSnapshot? Find(long id) => cache.Find(id);

    /// <summary>Takes a round in.</summary>
    public void Write(Round round, RoundResult result)
    {
        for (var i = 0; i < round.Submissions.Count; i++)
        {
            if (result.Submissions[i].Answer == SubmissionAnswer.Stored)
            {
                WriteNew(round.Submissions[i].Jobs, result.Submissions[i].FirstId, result.At);
            }
        }

        WriteProgress(round, result);

        // Accepted settlements make the first transitions, one each, in their order.
        var next = 0;
        for (var i = 0; i < round.Settlements.Count; i++)
        {
            if (result.Settlements[i].Answer == SettlementAnswer.Settled)
            {
                WriteChange(result.Transitions[next++], result.At, round.Settlements[i]);
            }
        }

        for (; next < result.Transitions.Count; next++)
        {
            WriteChange(result.Transitions[next], result.At, null);
        }
    }

    /// <summary>Forgets jobs that were changed beside the rounds.</summary>
    public void Forget(IReadOnlyList<Transition> changes)
    {
        foreach (var change in changes)
        {
            cache.Remove(change.JobId);
        }
    }

    private void WriteNew(IReadOnlyList<NewJob> jobs, long firstId, DateTimeOffset at)
    {
        for (var i = 0; i < jobs.Count; i++)
        {
            var job = jobs[i];
            cache.Put(
                new JobSnapshot
                {
                    Id = firstId + i,
                    Salt = job.Salt,
                    Lane = job.Lane,
                    State = job switch
                    {
                        { Draft: true } => JobState.Draft,
                        _ when job.Delay > TimeSpan.Zero => JobState.Scheduled,
                        _ => JobState.Pending,
                    },
                    Priority = job.Priority,
                    CreatedAt = at,
                    DueAt = !job.Draft && job.Delay > TimeSpan.Zero ? at + job.Delay : null,
                    ExpiresAt = at + job.TimeToLive,
                    Retry = job.Retry,
                    RunTimeout = job.RunTimeout,
                    CallbackUrl = job.CallbackUrl,
                }
            );
        }
    }

    private void WriteProgress(Round round, RoundResult result)
    {
        for (var i = 0; i < round.Renewals.Count; i++)
        {
            if (
                result.Renewals[i]
                && round.Renewals[i].Progress is { } progress
                && cache.Find(round.Renewals[i].JobId) is { } job
            )
            {
                cache.Put(job with { Progress = progress });
            }
        }
    }

    private void WriteChange(in Transition change, DateTimeOffset at, Settlement? settlement)
    {
        if (change.From is not { } from || cache.Find(change.JobId) is not { } job)
        {
            return;
        }

        // What the change does not tell is the store's to say: its own words on a failure, what a retry by order drops.
        if (After(job, change, from, at, settlement) is { } after)
        {
            cache.Put(after);
        }
        else
        {
            cache.Remove(change.JobId);
        }
    }

    private static JobSnapshot? After(
        JobSnapshot job,
        in Transition change,
        JobState from,
        DateTimeOffset at,
        Settlement? settlement
    ) =>
        change.To switch
        {
            JobState.Running => job with
            {
                State = JobState.Running,
                Attempt = change.Attempt,
                StartedAt = at,
                WorkerId = change.WorkerId,
                DueAt = null,
            },
            JobState.Pending or JobState.Scheduled or JobState.Paused when !from.IsFinished() => job with
            {
                State = change.To.Value,
                Attempt = change.Attempt,
                DueAt = change.DueAt,
                StartedAt = null,
                WorkerId = null,
            },
            JobState.Succeeded when settlement is not null => Ended(job, change, at, settlement),
            JobState.Failed when settlement is { Error: not null } => Ended(job, change, at, settlement),
            JobState.Cancelled => job with { State = JobState.Cancelled, FinishedAt = at, DueAt = null },
            _ => null,
        };

    private static JobSnapshot Ended(JobSnapshot job, in Transition change, DateTimeOffset at, Settlement settlement) =>
        job with
        {
            State = change.To!.Value,
            FinishedAt = at,
            Reason = change.Reason,
            Error = settlement.Error,
            // A copy: the settlement's bytes are a worker's frame, of which this may be a small part.
            Result = settlement.Result.Inline.Length is > 0 and <= JobCache.MaxJobBytes
                ? new Content(settlement.Result.Inline.ToArray())
                : settlement.Result,
        };
}
