using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Mutants;

/// <summary>Changes what reads show of jobs.</summary>
internal sealed class MutantJobs(IJobStore inner, Func<JobSnapshot, JobSnapshot> change) : IJobStore
{
    public async ValueTask<JobSnapshot?> GetAsync(long id, CancellationToken cancellation) =>
        await inner.GetAsync(id, cancellation) is { } job ? change(job) : null;

    public async ValueTask<JobPage> ListAsync(JobQuery query, CancellationToken cancellation)
    {
        var page = await inner.ListAsync(query, cancellation);
        return page with { Jobs = [.. page.Jobs.Select(change)] };
    }

    public ValueTask<JobContent?> GetContentAsync(long id, CancellationToken cancellation) =>
        inner.GetContentAsync(id, cancellation);

    public ValueTask<IReadOnlyList<JobAttempt>> AttemptsAsync(long id, CancellationToken cancellation) =>
        inner.AttemptsAsync(id, cancellation);

    public ValueTask<DateTimeOffset?> OldestPendingAsync(CancellationToken cancellation) =>
        inner.OldestPendingAsync(cancellation);

    public ValueTask<IReadOnlyList<PendingCallback>> DueCallbacksAsync(int limit, CancellationToken cancellation) =>
        inner.DueCallbacksAsync(limit, cancellation);

    public ValueTask NoteCallbackAsync(long jobId, TimeSpan? retryIn, CancellationToken cancellation) =>
        inner.NoteCallbackAsync(jobId, retryIn, cancellation);
}
