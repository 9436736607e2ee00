using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Tests.Harness;

internal sealed class ProbedMaintenance(StorageProbe probe, IMaintenanceStore inner) : IMaintenanceStore
{
    public ValueTask<IReadOnlyList<Transition>> RetainAsync(
        Retention retention,
        int limit,
        CancellationToken cancellation
    )
    {
        probe.Check();
        return inner.RetainAsync(retention, limit, cancellation);
    }

    public async ValueTask<ReconcileResult> ReconcileAsync(long after, int limit, CancellationToken cancellation)
    {
        probe.Check();
        return probe.Reconciled(await inner.ReconcileAsync(after, limit, cancellation));
    }

    public ValueTask<bool> BackUpAsync(string path, CancellationToken cancellation) =>
        inner.BackUpAsync(path, cancellation);
}
