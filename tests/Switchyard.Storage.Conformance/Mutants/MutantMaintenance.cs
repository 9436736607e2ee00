using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Mutants;

/// <summary>Keeps failed jobs as long as cancelled ones ought to be kept.</summary>
internal sealed class MutantMaintenance(IMaintenanceStore inner) : IMaintenanceStore
{
    public ValueTask<IReadOnlyList<Transition>> RetainAsync(
        Retention retention,
        int limit,
        CancellationToken cancellation
    ) => inner.RetainAsync(retention with { Failed = retention.Cancelled }, limit, cancellation);

    public ValueTask<ReconcileResult> ReconcileAsync(long after, int limit, CancellationToken cancellation) =>
        inner.ReconcileAsync(after, limit, cancellation);

    public ValueTask<bool> BackUpAsync(string path, CancellationToken cancellation) =>
        inner.BackUpAsync(path, cancellation);
}
