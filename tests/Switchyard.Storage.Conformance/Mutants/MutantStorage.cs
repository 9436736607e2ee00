using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Conformance.Mutants;

/// <summary>A store of which some roles are replaced.</summary>
internal sealed class MutantStorage(IStorage inner) : IStorage
{
    public IRoundStore Rounds { get; init; } = inner.Rounds;

    public IJobStore Jobs { get; init; } = inner.Jobs;

    public IBlobStore Blobs => inner.Blobs;

    public ILaneStore Lanes { get; init; } = inner.Lanes;

    public ILogStore Logs => inner.Logs;

    public IKeyStore Keys => inner.Keys;

    public IAuditStore Audit => inner.Audit;

    public IBulkStore Bulk => inner.Bulk;

    public IScheduleStore Schedules => inner.Schedules;

    public IScheduleRunStore ScheduleRuns => inner.ScheduleRuns;

    public INodeStore Nodes => inner.Nodes;

    public IMaintenanceStore Maintenance { get; init; } = inner.Maintenance;

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
