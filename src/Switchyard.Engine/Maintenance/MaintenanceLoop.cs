using Microsoft.Extensions.Logging;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Maintenance;

/// <summary>Deletes what was kept long enough, and looks through the whole store for what no transition can have left.</summary>
internal sealed partial class MaintenanceLoop(
    IMaintenanceStore store,
    MaintenanceChanges changes,
    EngineOptions options,
    TimeProvider clock,
    ILogger logger
)
{
    /// <summary>Between two looks for what is to be deleted.</summary>
    private static readonly TimeSpan RetentionInterval = TimeSpan.FromSeconds(10);

    /// <summary>Between two passes over the whole store; the first begins with the start.</summary>
    private static readonly TimeSpan ReconcileInterval = TimeSpan.FromHours(6);

    /// <summary>Between two batches: the round loop shares the writer, and comes first.</summary>
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(20);

    private const int RetentionBatch = 500;
    private const int ReconcileBatch = 2_000;

    /// <summary>Works until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(
            RepeatAsync(RetainAsync, RetentionInterval, cancellation),
            RepeatAsync(ReconcileAsync, ReconcileInterval, cancellation)
        );

    private async Task RepeatAsync(
        Func<CancellationToken, Task> work,
        TimeSpan interval,
        CancellationToken cancellation
    )
    {
        while (true)
        {
            try
            {
                await work(cancellation);
            }
            catch (StorageUnavailableException problem)
            {
                LogPutOff(logger, problem.Message);
            }

            await Task.Delay(interval, clock, cancellation);
        }
    }

    private async Task RetainAsync(CancellationToken cancellation)
    {
        IReadOnlyList<Transition> deleted;
        do
        {
            deleted = await store.RetainAsync(options.Retention, RetentionBatch, cancellation);
            await changes.ApplyAsync(deleted, cancellation);
            await Task.Delay(Breath, clock, cancellation);
        } while (deleted.Count >= RetentionBatch);
    }

    private async Task ReconcileAsync(CancellationToken cancellation)
    {
        long? after = 0;
        while (after is { } from)
        {
            var run = await store.ReconcileAsync(from, ReconcileBatch, cancellation);
            foreach (var repair in run.Repairs)
            {
                LogRepair(logger, repair);
            }

            await changes.ApplyAsync(run, cancellation);
            after = run.After;
            await Task.Delay(Breath, clock, cancellation);
        }
    }

    [LoggerMessage(1301, LogLevel.Warning, "Maintenance is put off: {Problem}")]
    private static partial void LogPutOff(ILogger logger, string problem);

    [LoggerMessage(1302, LogLevel.Error, "Repaired an inconsistency: {Repair}")]
    private static partial void LogRepair(ILogger logger, string repair);
}
