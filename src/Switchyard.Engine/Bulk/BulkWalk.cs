using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Bulk;

/// <summary>
/// Takes a bulk action through the jobs, from the newest to the oldest, a small batch at a time. After each batch it rests
/// as long as the batch took: a create in between waits for one batch at most, and the store is half free.
/// </summary>
internal sealed class BulkWalk(IJobStore jobs, RoundLoop loop, TimeProvider clock) : IDisposable
{
    /// <summary>Orders in one round: 100 take about as long as the sync that ends it.</summary>
    internal const int Batch = 100;

    /// <summary>Jobs counted in one read.</summary>
    private const int CountBatch = 1_000;

    // Several actions take turns: together they load the store like one.
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>One step.</summary>
    /// <param name="bulk">As it stands.</param>
    /// <param name="cancellation">The node stops.</param>
    /// <returns>As it stands then; done when it is through.</returns>
    public async ValueTask<BulkAction> StepAsync(BulkAction bulk, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var began = clock.GetTimestamp();
            var page = await jobs.ListAsync(
                bulk.Filter.Query(bulk.Cursor, bulk.IsDryRun ? CountBatch : Batch),
                cancellation
            );
            var done = bulk.IsDryRun || page.Jobs.Count == 0 ? 0 : await CarryOutAsync(bulk, page.Jobs);
            await Task.Delay(clock.GetElapsedTime(began), clock, cancellation);
            return bulk with
            {
                Matched = bulk.Matched + page.Jobs.Count,
                Done = bulk.Done + done,
                Refused = bulk.Refused + (bulk.IsDryRun ? 0 : page.Jobs.Count - done),
                Cursor = page.Before ?? bulk.Cursor,
                Status = page.Before is null ? BulkStatus.Done : BulkStatus.Running,
            };
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async ValueTask<int> CarryOutAsync(BulkAction bulk, IReadOnlyList<JobSnapshot> page)
    {
        var orders = page.Select(job => new Order(job.Id, bulk.Order, bulk.Filter.States)).ToList();
        var results = await loop.RunAsync(RoundOperations.Orders(orders));
        return results.Count(result => result.Done);
    }
}
