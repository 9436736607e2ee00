using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Backups;

namespace Switchyard.Storage.Sqlite.Maintenance;

/// <summary>Retention and repair.</summary>
internal sealed class MaintenanceStore(Retaining retaining, Reconciling reconciling, BackupFile backup)
    : IMaintenanceStore
{
    public ValueTask<IReadOnlyList<Transition>> RetainAsync(
        Retention retention,
        int limit,
        CancellationToken cancellation
    ) => retaining.RunAsync(retention, limit, cancellation);

    public ValueTask<ReconcileResult> ReconcileAsync(long after, int limit, CancellationToken cancellation) =>
        reconciling.RunAsync(after, limit, cancellation);

    public async ValueTask<bool> BackUpAsync(string path, CancellationToken cancellation)
    {
        await Task.Run(() => backup.Write(path, cancellation), cancellation);
        return true;
    }
}
