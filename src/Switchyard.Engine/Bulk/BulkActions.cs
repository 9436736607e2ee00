using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Bulk;

/// <summary>Bulk actions: those at work in memory, all of them in the store.</summary>
internal sealed partial class BulkActions(
    IBulkStore store,
    IAuditStore audit,
    BulkWalk walk,
    LaneTable lanes,
    TimeProvider clock,
    ILogger logger
) : IBulkActions
{
    /// <summary>Actions at work at once; beyond it a start is refused.</summary>
    internal const int MaxRunning = 32;

    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(10);

    /// <summary>Between two notes of how far an action got.</summary>
    private static readonly TimeSpan NoteInterval = TimeSpan.FromSeconds(1);

    /// <summary>Between tries while the store is unavailable.</summary>
    private static readonly TimeSpan OutagePause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, RunningBulk> running = new();
    private readonly TaskCompletionSource<CancellationToken> opened = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly ConcurrentDictionary<long, Task> work = new();

    /// <summary>Goes on with what was at work when the node ended, and works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var stored in await RunningAsync(cancellation))
            {
                Begin(BulkJson.Read(stored), cancellation);
            }

            opened.TrySetResult(cancellation);
        }
        finally
        {
            opened.TrySetException(RoundLoop.Stopping()); // unless it is open
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(work.Values);
    }

    /// <inheritdoc/>
    public async ValueTask<BulkAnswer> StartAsync(BulkRequest request, Actor by, CancellationToken cancellation)
    {
        if (BulkScope.Of(request.Order, request.Filter.States) is not { } states)
        {
            return new(null, "state: none of these allows the action");
        }

        if (running.Count >= MaxRunning)
        {
            return new(null, $"{MaxRunning} bulk actions are at work already.", IsBusy: true);
        }

        var stopping = await opened.Task.WaitAsync(cancellation);
        var filter = request.Filter with { States = states, Owner = by.Caller.Sees ?? request.Filter.Owner };
        var bulk = new BulkAction
        {
            Id = 0,
            Order = request.Order,
            Filter = filter,
            IsDryRun = request.IsDryRun,
            Owner = by.Caller.Owner,
            CreatedAt = clock.GetUtcNow(),
            Expected = filter.IsCounted ? lanes.Count(filter.Query(null, 1)) : null,
        };
        var act = request.IsDryRun ? null : by.Does(AuditActions.BulkStart, "", Describe(bulk));
        bulk = bulk with { Id = await store.AddAsync(BulkJson.Write(bulk), act, cancellation) };
        Begin(bulk, stopping);
        return new(bulk);
    }

    /// <inheritdoc/>
    public async ValueTask<BulkAction?> WaitAsync(long id, long? sees, TimeSpan wait, CancellationToken cancellation)
    {
        await opened.Task.WaitAsync(cancellation);
        if (wait > TimeSpan.Zero && running.TryGetValue(id, out var bulk) && IsSeen(bulk.Now, sees))
        {
            try
            {
                await bulk.Ended.WaitAsync(wait < MaxWait ? wait : MaxWait, clock, cancellation);
            }
            catch (TimeoutException)
            {
                // It is answered as it stands.
            }
        }

        return await FindAsync(id, sees, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<BulkPage> ListAsync(long? sees, long? before, int limit, CancellationToken cancellation)
    {
        var page = await store.ListAsync(before, limit, cancellation);
        return new BulkPage(
            [.. page.Select(Current).Where(bulk => IsSeen(bulk, sees))],
            page.Count < limit ? null : page[^1].Id
        );
    }

    /// <inheritdoc/>
    public async ValueTask<BulkAction?> StopAsync(long id, Actor by, CancellationToken cancellation)
    {
        if (await FindAsync(id, by.Caller.Sees, cancellation) is not { } found)
        {
            return null;
        }

        if (!running.TryGetValue(id, out var bulk))
        {
            return found;
        }

        await audit.AppendAsync(by.Does(AuditActions.BulkStop, $"bulk {id}"), cancellation);
        bulk.Stop();
        await bulk.Ended.WaitAsync(cancellation);
        return bulk.Now;
    }

    /// <summary>The record in the audit: <c>Cancel, about 1200 jobs: {"states":["Pending"]}</c>.</summary>
    private static string Describe(BulkAction bulk) =>
        $"{bulk.Order}, {(bulk.Expected is { } count ? $"about {count}" : "unknown many")} jobs: "
        + System.Text.Json.JsonSerializer.Serialize(bulk.Filter, BulkJson.Default.BulkFilter);

    private static bool IsSeen(BulkAction bulk, long? sees) => sees is null || sees == bulk.Owner;

    private async ValueTask<BulkAction?> FindAsync(long id, long? sees, CancellationToken cancellation)
    {
        var found = running.TryGetValue(id, out var bulk) ? bulk.Now : await ReadAsync(id, cancellation);
        return found is not null && IsSeen(found, sees) ? found : null;
    }

    private async ValueTask<BulkAction?> ReadAsync(long id, CancellationToken cancellation) =>
        id > 0
        && id < long.MaxValue
        && await store.ListAsync(id + 1, 1, cancellation) is [var stored]
        && stored.Id == id
            ? BulkJson.Read(stored)
            : null;

    private BulkAction Current(StoredBulk stored) =>
        running.TryGetValue(stored.Id, out var bulk) ? bulk.Now : BulkJson.Read(stored);

    private async Task<IReadOnlyList<StoredBulk>> RunningAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await store.RunningAsync(cancellation);
            }
            catch (StorageUnavailableException)
            {
                await Task.Delay(OutagePause, clock, cancellation);
            }
        }
    }

    private void Begin(BulkAction action, CancellationToken stopping)
    {
        var bulk = running[action.Id] = new RunningBulk(action);
        work[action.Id] = Task.Run(() => WorkAsync(bulk, stopping), CancellationToken.None);
    }

    private async Task WorkAsync(RunningBulk bulk, CancellationToken stopping)
    {
        try
        {
            var noted = clock.GetTimestamp();
            while (bulk.Now.Status == BulkStatus.Running)
            {
                bulk.Now = await NextAsync(bulk, stopping);
                if (bulk.Now.Status == BulkStatus.Running && clock.GetElapsedTime(noted) >= NoteInterval)
                {
                    await NoteAsync(bulk.Now, stopping);
                    noted = clock.GetTimestamp();
                }
            }

            await EndAsync(bulk, bulk.Now, stopping);
        }
        catch (Exception problem) when (stopping.IsCancellationRequested)
        {
            _ = problem; // the next start goes on from here
            await NoteOnceAsync(bulk.Now);
        }
        catch (Exception problem) when (problem is not StorageFatalException)
        {
            LogFailed(logger, bulk.Now.Id, problem);
            await EndAsync(bulk, bulk.Now with { Status = BulkStatus.Failed }, stopping);
        }
        finally
        {
            work.TryRemove(bulk.Now.Id, out _);
            bulk.End();
        }
    }

    private async ValueTask EndAsync(RunningBulk bulk, BulkAction last, CancellationToken stopping)
    {
        bulk.Now = last with { EndedAt = clock.GetUtcNow() };
        await NoteAsync(bulk.Now, stopping);
        running.TryRemove(bulk.Now.Id, out _);
    }

    private async ValueTask NoteOnceAsync(BulkAction bulk)
    {
        try
        {
            await store.PutAsync(BulkJson.Store(bulk), CancellationToken.None);
        }
        catch (Exception problem) when (problem is StorageUnavailableException or StorageFatalException)
        {
            // The last note stands.
        }
    }

    private async ValueTask<BulkAction> NextAsync(RunningBulk bulk, CancellationToken stopping)
    {
        var now = bulk.Now;
        if (bulk.IsStopping)
        {
            return now with { Status = BulkStatus.Stopped };
        }

        if (now is { IsDryRun: true, Expected: { } count })
        {
            return now with { Status = BulkStatus.Done, Matched = count };
        }

        try
        {
            return await walk.StepAsync(now, stopping);
        }
        catch (StorageUnavailableException problem)
        {
            LogPutOff(logger, now.Id, problem.Message);
            await Task.Delay(OutagePause, clock, stopping);
            return now;
        }
    }

    private async ValueTask NoteAsync(BulkAction bulk, CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await store.PutAsync(BulkJson.Store(bulk), stopping);
                return;
            }
            catch (StorageUnavailableException problem)
            {
                LogPutOff(logger, bulk.Id, problem.Message);
                await Task.Delay(OutagePause, clock, stopping);
            }
        }
    }

    [LoggerMessage(1502, LogLevel.Error, "Bulk action {Bulk} failed.")]
    private static partial void LogFailed(ILogger logger, long bulk, Exception problem);

    [LoggerMessage(1501, LogLevel.Warning, "Bulk action {Bulk} is put off: {Problem}")]
    private static partial void LogPutOff(ILogger logger, long bulk, string problem);
}
