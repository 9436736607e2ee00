using Switchyard.Engine.Accounts;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Jobs;

/// <summary>
/// Jobs, as every dialect sees them. <c>sees</c> is whose jobs the caller sees (<see cref="Accounts.Caller.Sees"/>):
/// another owner's job is answered like one that does not exist.
/// </summary>
/// <exception cref="StorageUnavailableException">From any method: the store cannot serve now; answer 503.</exception>
public interface IJobs
{
    /// <summary>Stores jobs durably; they may already be with a worker when this returns.</summary>
    ValueTask<SubmitResult> SubmitAsync(Submit submit, CancellationToken cancellation);

    /// <summary>A job as it stands; nearly free for one recently submitted. Null when there is none.</summary>
    ValueTask<JobSnapshot?> GetAsync(JobRef job, long? sees, CancellationToken cancellation);

    /// <summary>
    /// The job as soon as it has ended, or as it stands when the time is up.
    /// </summary>
    /// <param name="job">Which.</param>
    /// <param name="sees">Whose jobs the caller sees.</param>
    /// <param name="timeout">How long to wait for the end, up to 10 minutes.</param>
    /// <param name="cancellation">The caller went away.</param>
    ValueTask<JobSnapshot?> WaitAsync(JobRef job, long? sees, TimeSpan timeout, CancellationToken cancellation);

    /// <summary>Payload and metadata, read in full.</summary>
    ValueTask<JobContent?> GetContentAsync(JobRef job, long? sees, CancellationToken cancellation);

    /// <summary>The bytes of a payload or result, wherever they are kept.</summary>
    ValueTask<ReadOnlyMemory<byte>> ReadAsync(Content content, CancellationToken cancellation);

    /// <summary>A page of jobs, newest first.</summary>
    ValueTask<JobPage> ListAsync(JobQuery query, CancellationToken cancellation);

    /// <summary>The attempts that failed or were lost.</summary>
    ValueTask<IReadOnlyList<JobAttempt>> AttemptsAsync(JobRef job, long? sees, CancellationToken cancellation);

    /// <summary>
    /// Carries out an order. A running job's worker is told of a cancel; a pause of a running job is passed to its
    /// worker (<see cref="OrderAnswer.Asked"/>) when that worker can pause. What is carried out, or asked, is in the audit.
    /// </summary>
    ValueTask<OrderOutcome> OrderAsync(JobRef job, Actor by, OrderKind order, CancellationToken cancellation);

    /// <summary>Why the job is not running; null when there is no such job.</summary>
    ValueTask<JobWhy?> WhyAsync(JobRef job, long? sees, CancellationToken cancellation);

    /// <summary>How many jobs are in each state, from kept counts.</summary>
    JobCounts Count(Dialect? dialect, long? owner);
}
