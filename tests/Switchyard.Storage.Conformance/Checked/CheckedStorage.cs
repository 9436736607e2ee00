using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Checked;

/// <summary>A store whose every transition is checked, so that each test checks them all.</summary>
internal sealed class CheckedStorage(IStorage inner, TransitionLedger ledger) : IStorage
{
    public IRoundStore Rounds { get; } = new CheckedRounds(inner.Rounds, ledger);

    public IJobStore Jobs => inner.Jobs;

    public IBlobStore Blobs => inner.Blobs;

    public ILaneStore Lanes => inner.Lanes;

    public ILogStore Logs => inner.Logs;

    public IKeyStore Keys => inner.Keys;

    public IAuditStore Audit => inner.Audit;

    public IBulkStore Bulk => inner.Bulk;

    public IScheduleStore Schedules => inner.Schedules;

    public IScheduleRunStore ScheduleRuns => inner.ScheduleRuns;

    public INodeStore Nodes { get; } = new CheckedNodes(inner.Nodes, ledger);

    public IMaintenanceStore Maintenance { get; } = new CheckedMaintenance(inner.Maintenance, ledger);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
