namespace Switchyard.Engine.Storage;

/// <summary>What keeps the store small and consistent; each call is one bounded, committed batch.</summary>
public interface IMaintenanceStore
{
    /// <summary>
    /// Deletes finished jobs, with all that belongs to them, that ended longer ago than their outcome is kept; also
    /// idempotency keys over 24 hours old, blobs that nothing has referred to for an hour, bulk actions that ended 30 days
    /// ago, and records of the audit that were kept long enough.
    /// </summary>
    /// <param name="retention">How long each outcome is kept.</param>
    /// <param name="limit">Jobs in this batch, 1 to 10,000.</param>
    /// <param name="cancellation">Ends the call between batches.</param>
    /// <returns>What was deleted; call again at once while it is <paramref name="limit"/> long.</returns>
    ValueTask<IReadOnlyList<Transition>> RetainAsync(Retention retention, int limit, CancellationToken cancellation);

    /// <summary>
    /// Looks at a run of jobs by id and repairs what no transition can have left: a job in no state goes back to
    /// pending, one in two keeps the later (outcome, then lease, held, later, ready), rows without a job go.
    /// After the last run it recounts the lanes and mends their counts.
    /// </summary>
    /// <param name="after">Start behind this id; 0 for the first run.</param>
    /// <param name="limit">Jobs in this run, 1 to 10,000.</param>
    /// <param name="cancellation">Ends the call.</param>
    ValueTask<ReconcileResult> ReconcileAsync(long after, int limit, CancellationToken cancellation);

    /// <summary>
    /// Writes a copy of the whole store, of one moment, to a file that is not there yet, and returns once it is durable;
    /// rounds go on meanwhile. On failure no file is left.
    /// </summary>
    /// <returns>False when the store has tools of its own for that, and nothing was done.</returns>
    ValueTask<bool> BackUpAsync(string path, CancellationToken cancellation);
}
