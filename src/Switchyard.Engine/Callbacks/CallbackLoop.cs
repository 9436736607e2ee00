using Microsoft.Extensions.Logging;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Callbacks;

/// <summary>
/// Delivers callbacks at least once: what is due is kept in the store, so a restart forgets none. A few at a time, and
/// each again with backoff until it gets through or is given up.
/// </summary>
internal sealed partial class CallbackLoop(
    IJobStore jobs,
    IBlobStore blobs,
    IKeys keys,
    ICallbackSender sender,
    TimeProvider clock,
    ILogger logger
) : IDisposable
{
    /// <summary>Deliveries under way at once.</summary>
    private const int Parallel = 16;

    /// <summary>Between looks for retries that fell due; an end that has a callback is seen at once.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Nine tries over about an hour.</summary>
    private static readonly RetryPolicy Retry = new(9, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(20));

    private readonly SemaphoreSlim news = new(0, 1);

    /// <summary>A job with a callback ended.</summary>
    public void Wake()
    {
        try
        {
            news.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var woken = news.WaitAsync(cancellation);
        while (true)
        {
            try
            {
                await DeliverDueAsync(cancellation);
            }
            catch (StorageUnavailableException problem)
            {
                LogPutOff(logger, problem.Message);
            }

            await Task.WhenAny(woken, Task.Delay(Interval, clock, cancellation));
            cancellation.ThrowIfCancellationRequested();
            woken = woken.IsCompleted ? news.WaitAsync(cancellation) : woken;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => news.Dispose();

    private async Task DeliverDueAsync(CancellationToken cancellation)
    {
        while (await jobs.DueCallbacksAsync(Parallel, cancellation) is { Count: > 0 } due)
        {
            await Task.WhenAll(due.Select(callback => DeliverAsync(callback, cancellation)));
        }
    }

    private async Task DeliverAsync(PendingCallback callback, CancellationToken cancellation)
    {
        if (await jobs.GetAsync(callback.JobId, cancellation) is not { } job || !job.State.IsFinished())
        {
            return; // deleted or retried meanwhile, and its callback is gone with that end
        }

        var result =
            job.Result.BlobId == 0
                ? job.Result.Inline
                : await blobs.ReadAsync(job.Result.BlobId, cancellation) ?? default;
        var answer = await sender.SendAsync(job, result, callback.Url, FormatOf(job.Lane.Owner), cancellation);
        var failures = callback.Failures + 1;
        if (answer == CallbackAnswer.TryAgain && failures < Retry.MaxAttempts)
        {
            // Half of the wait is fixed: full jitter could try at once a target that is down.
            var wait = Retry.Delay(failures, 0.5 + (RandomBits.Jitter() / 2));
            await jobs.NoteCallbackAsync(callback.JobId, clock.GetUtcNow() + wait, cancellation);
            return;
        }

        if (answer != CallbackAnswer.Delivered)
        {
            LogGivenUp(logger, callback.JobId, failures);
        }

        await jobs.NoteCallbackAsync(callback.JobId, null, cancellation);
    }

    private IdFormat FormatOf(long owner) =>
        keys.List().FirstOrDefault(key => key.Id == owner)?.Key.IdFormat ?? IdFormat.Uuid;

    [LoggerMessage(1401, LogLevel.Warning, "Callbacks are put off: {Problem}")]
    private static partial void LogPutOff(ILogger logger, string problem);

    [LoggerMessage(1402, LogLevel.Warning, "The callback of job {Job} was given up after {Tries} tries.")]
    private static partial void LogGivenUp(ILogger logger, long job, int tries);
}
