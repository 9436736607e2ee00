using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Checked;

/// <summary>Maintenance, its transitions noted in the ledger.</summary>
internal sealed class CheckedMaintenance(IMaintenanceStore inner, TransitionLedger ledger) : IMaintenanceStore
{
    public async ValueTask<IReadOnlyList<Transition>> RetainAsync(
        Retention retention,
        int limit,
        CancellationToken cancellation
    )
    {
        var deleted = await inner.RetainAsync(retention, limit, cancellation);
        deleted.Count.ShouldBeLessThanOrEqualTo(limit, "a batch is bounded");
        foreach (var transition in deleted)
        {
            transition.To.ShouldBeNull();
            ledger.Saw(transition, at: null);
        }

        return deleted;
    }

    public async ValueTask<ReconcileResult> ReconcileAsync(long after, int limit, CancellationToken cancellation)
    {
        var result = await inner.ReconcileAsync(after, limit, cancellation);
        if (result.Repairs.Count > 0)
        {
            ledger.Forget();
        }

        return result;
    }

    public ValueTask<bool> BackUpAsync(string path, CancellationToken cancellation) =>
        inner.BackUpAsync(path, cancellation);
}
