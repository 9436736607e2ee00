using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Maintenance;

/// <summary>Retention and repair.</summary>
internal sealed class MaintenanceStore(Retaining retaining, Reconciling reconciling) : IMaintenanceStore
{
    public ValueTask<IReadOnlyList<Transition>> RetainAsync(
        Retention retention,
        int limit,
        CancellationToken cancellation
    ) => retaining.RunAsync(retention, limit, cancellation);

    public ValueTask<ReconcileResult> ReconcileAsync(long after, int limit, CancellationToken cancellation) =>
        reconciling.RunAsync(after, limit, cancellation);

    // PostgreSQL has tools of its own for that, which also know how to get back to any moment.
    public ValueTask<bool> BackUpAsync(string path, CancellationToken cancellation) => new(false);
}
