using Switchyard.Engine.Accounts;

namespace Switchyard.Engine.Bulk;

/// <summary>
/// Orders to many jobs at once: durable before the answer, carried out in small batches so that the daily work hardly
/// notices, and gone on with after a restart.
/// </summary>
public interface IBulkActions
{
    /// <summary>Starts one. It sees the jobs that the caller sees.</summary>
    ValueTask<BulkAnswer> StartAsync(BulkRequest request, Actor by, CancellationToken cancellation);

    /// <summary>One of them as soon as it has ended, or as it stands when the time is up; null when there is none.</summary>
    /// <param name="id">Which.</param>
    /// <param name="sees">Whose the caller sees; null for everybody's.</param>
    /// <param name="wait">For how long, up to 10 minutes.</param>
    /// <param name="cancellation">The caller went away.</param>
    ValueTask<BulkAction?> WaitAsync(long id, long? sees, TimeSpan wait, CancellationToken cancellation);

    /// <summary>The newest ones first.</summary>
    /// <param name="sees">Whose; null for everybody's.</param>
    /// <param name="before">Only smaller ids; null for the first page.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<BulkPage> ListAsync(long? sees, long? before, int limit, CancellationToken cancellation);

    /// <summary>Stops one after the batch that is under way; null when there is none, else how it stands. What was done stays done.</summary>
    ValueTask<BulkAction?> StopAsync(long id, Actor by, CancellationToken cancellation);
}
