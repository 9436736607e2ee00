using Switchyard.Engine.Jobs;
using Switchyard.Storage.Sqlite.Lanes;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Time;

namespace Switchyard.Storage.Sqlite.Reading;

/// <summary>Puts together what the tables say of a job.</summary>
internal sealed class Snapshots(StoreTables tables, LaneCache lanes)
{
    /// <summary>The job; null when there is none.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="whole">With result and progress.</param>
    public JobSnapshot? Find(long id, bool whole)
    {
        if (tables.Jobs.Find(id) is not { } job)
        {
            return null;
        }

        var bare = new JobSnapshot
        {
            Id = id,
            Salt = job.Salt,
            Lane = lanes[job.Lane],
            State = JobState.Pending,
            Priority = job.Priority,
            CreatedAt = Micros.ToTime(job.Created),
            ExpiresAt = Micros.ToTime(job.Expires),
            Retry = job.Retry,
            RunTimeout = Micros.ToSpan(job.RunTimeout),
            CallbackUrl = job.Callback,
            Progress = whole ? tables.Progress.Find(id) : default,
        };
        return Finished(bare, whole) ?? Running(bare) ?? Waiting(bare, job);
    }

    private JobSnapshot? Finished(JobSnapshot bare, bool whole) =>
        (whole ? tables.Outcomes.Find(bare.Id) : tables.Outcomes.FindBare(bare.Id)) is { } outcome
            ? bare with
            {
                State = outcome.State,
                Reason = outcome.Reason,
                Attempt = outcome.Attempt,
                StartedAt = Micros.ToTime(outcome.Started),
                FinishedAt = Micros.ToTime(outcome.Finished),
                WorkerId = outcome.Worker,
                Error = outcome.Error,
                Result = whole ? outcome.Result : Content.Empty,
            }
            : null;

    private JobSnapshot? Running(JobSnapshot bare) =>
        tables.Leases.Find(bare.Id) is { } lease
            ? bare with
            {
                State = JobState.Running,
                Attempt = lease.Tally.Attempt,
                StartedAt = Micros.ToTime(lease.Started),
                WorkerId = lease.Worker,
            }
            : null;

    private JobSnapshot Waiting(JobSnapshot bare, JobRow job)
    {
        if (tables.Held.Find(job.Id) is { } held)
        {
            return bare with { State = held.State, Attempt = held.Tally.Attempt };
        }

        if (tables.Later.Find(job.Id) is { } later)
        {
            return bare with
            {
                State = JobState.Scheduled,
                Attempt = later.Tally.Attempt,
                DueAt = Micros.ToTime(later.Due),
            };
        }

        var ready = tables.Ready.Find(lanes[job.Lane].Route.Id, job.Priority, job.Id);
        return bare with { Attempt = ready?.Attempt ?? 0 };
    }
}
