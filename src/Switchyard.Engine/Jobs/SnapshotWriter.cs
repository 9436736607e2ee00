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
        if (change.From is null || cache.Find(change.JobId) is not { } job)
        {
            return;
        }

        // A retry by order changes more than the state, and the engine's own words on a failure are the store's.
        var isPlain = change.To switch
        {
            JobState.Succeeded => settlement is not null,
            JobState.Failed => settlement is { Error: not null },
            JobState.Pending => change.From is JobState.Pending or JobState.Scheduled or JobState.Draft,
            JobState.Running => true,
            _ => false,
        };
        if (!isPlain)
        {
            cache.Remove(change.JobId);
            return;
        }

        cache.Put(
            change.To switch
            {
                JobState.Pending => job with { State = JobState.Pending, DueAt = null },
                JobState.Running => job with
                {
                    State = JobState.Running,
                    Attempt = change.Attempt,
                    StartedAt = at,
                    WorkerId = change.WorkerId,
                    DueAt = null,
                },
                _ => job with
                {
                    State = change.To!.Value,
                    FinishedAt = at,
                    Reason = change.Reason,
                    Error = settlement!.Error,
                    Result = settlement.Result,
                },
            }
        );
    }
}
