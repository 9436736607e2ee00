using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Storage;

/// <summary>Reads of jobs. Each answer is one consistent view, at least as new as every round that has returned.</summary>
public interface IJobStore
{
    /// <summary>One job by its number, result and progress included; null when there is none.</summary>
    ValueTask<JobSnapshot?> GetAsync(long id, CancellationToken cancellation);

    /// <summary>The payload and metadata of a job; null when there is none.</summary>
    ValueTask<JobContent?> GetContentAsync(long id, CancellationToken cancellation);

    /// <summary>
    /// Jobs that match, newest (highest id) first, without result and progress. Scans at most
    /// <see cref="JobQuery.ScanLimit"/> rows; the page's cursor says how far it got.
    /// </summary>
    ValueTask<JobPage> ListAsync(JobQuery query, CancellationToken cancellation);

    /// <summary>The attempts of a job that failed or were lost, the final one included, in order.</summary>
    ValueTask<IReadOnlyList<JobAttempt>> AttemptsAsync(long id, CancellationToken cancellation);

    /// <summary>When the pending job with the lowest number was submitted; null when none is pending. A seek a route and priority.</summary>
    ValueTask<DateTimeOffset?> OldestPendingAsync(CancellationToken cancellation);

    /// <summary>
    /// Jobs that have finished, in whatever way, and whose result is to be posted to their callback URL now: the one
    /// due for longest first.
    /// </summary>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<PendingCallback>> DueCallbacksAsync(int limit, CancellationToken cancellation);

    /// <summary>
    /// Notes a delivery: done (null), or due again this long from now, by the store's clock, with one more failure counted.
    /// </summary>
    ValueTask NoteCallbackAsync(long jobId, TimeSpan? retryIn, CancellationToken cancellation);
}
