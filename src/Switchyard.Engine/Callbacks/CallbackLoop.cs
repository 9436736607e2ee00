using Microsoft.Extensions.Logging;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Diagnostics;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Callbacks;

/// <summary>
/// Delivers callbacks at least once: what is due is kept in the store, so a restart forgets none. A few at a time, fewer
/// still to one target, and each again with backoff until it gets through or is given up.
/// </summary>
internal sealed partial class CallbackLoop(
    IJobStore jobs,
    IBlobStore blobs,
    IKeys keys,
    ICallbackSender sender,
    EngineMetrics metrics,
    TimeProvider clock,
    ILogger logger
) : IDisposable
{
    /// <summary>Deliveries under way at once.</summary>
    internal const int Parallel = 16;

    /// <summary>The same to one host and port.</summary>
    internal const int PerTarget = 4;

    /// <summary>Due callbacks looked at in one go, so that those of one slow target rarely hide all others.</summary>
    private const int LookLimit = 1_000;

    /// <summary>Between looks for retries that fell due; an end that has a callback is seen at once.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Nine tries over about an hour.</summary>
    private static readonly RetryPolicy Retry = new(9, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(20));

    private readonly CallbackBacklog backlog = new(PerTarget);
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
        var running = new Dictionary<Task, PendingCallback>();
        try
        {
            await RunAsync(running, cancellation);
        }
        finally
        {
            // Whatever ended the loop: the store must outlive the last delivery.
            await Task.WhenAll(running.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => news.Dispose();

    private async Task RunAsync(Dictionary<Task, PendingCallback> running, CancellationToken cancellation)
    {
        var woken = news.WaitAsync(cancellation);
        var tick = Task.Delay(Interval, clock, cancellation);
        var isMore = await LookAsync(cancellation);
        while (true)
        {
            while (running.Count < Parallel && backlog.TryBegin(out var callback))
            {
                // A task of its own: those of methods that end at once are one and the same object.
                running.Add(Task.Run(() => DeliverAsync(callback, cancellation), CancellationToken.None), callback);
            }

            var ended = await Task.WhenAny([woken, tick, .. running.Keys]);
            await ended; // a bug in a delivery, or the end of all
            var isNews = !running.Remove(ended, out var over);
            if (over is not null)
            {
                backlog.End(over);
            }

            if (isNews || (isMore && backlog.IsEmpty))
            {
                woken = woken.IsCompleted ? news.WaitAsync(cancellation) : woken;
                tick = tick.IsCompleted ? Task.Delay(Interval, clock, cancellation) : tick;
                isMore = await LookAsync(cancellation);
            }
        }
    }

    /// <summary>Reads what is due; true when there may be more.</summary>
    private async Task<bool> LookAsync(CancellationToken cancellation)
    {
        try
        {
            var due = await jobs.DueCallbacksAsync(LookLimit, cancellation);
            backlog.Fill(due);
            return due.Count == LookLimit;
        }
        catch (StorageUnavailableException problem)
        {
            LogPutOff(logger, problem.Message);
            return false;
        }
    }

    private async Task DeliverAsync(PendingCallback callback, CancellationToken cancellation)
    {
        try
        {
            await TryAsync(callback, cancellation);
        }
        catch (StorageUnavailableException problem)
        {
            LogPutOff(logger, problem.Message);
        }
    }

    private async Task TryAsync(PendingCallback callback, CancellationToken cancellation)
    {
        if (await jobs.GetAsync(callback.JobId, cancellation) is not { } job || !job.State.IsFinished())
        {
            return; // deleted or retried meanwhile, and its callback is gone with that end
        }

        var result =
            job.Result.BlobId == 0
                ? job.Result.Inline
                : await blobs.ReadAsync(job.Result.BlobId, cancellation) ?? default;
        var began = clock.GetTimestamp();
        var answer = await sender.SendAsync(job, result, callback.Url, FormatOf(job.Lane.Owner), cancellation);
        metrics.NoteCallback(answer, clock.GetElapsedTime(began));
        if ((await jobs.GetAsync(callback.JobId, cancellation))?.FinishedAt != job.FinishedAt)
        {
            return; // retried meanwhile, by whoever was called perhaps: what is due now is due of another end
        }

        var failures = callback.Failures + 1;
        if (answer == CallbackAnswer.TryAgain && failures < Retry.MaxAttempts)
        {
            // Half of the wait is fixed: full jitter could try at once a target that is down.
            var wait = Retry.Delay(failures, 0.5 + (RandomBits.Jitter() / 2));
            await jobs.NoteCallbackAsync(callback.JobId, wait, cancellation);
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
