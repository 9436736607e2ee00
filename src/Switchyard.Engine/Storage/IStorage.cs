namespace Switchyard.Engine.Storage;

/// <summary>An open store, by role. Disposing it waits for what is under way and closes cleanly.</summary>
public interface IStorage : IAsyncDisposable
{
    /// <summary>The hot path.</summary>
    IRoundStore Rounds { get; }

    /// <summary>Reads of jobs.</summary>
    IJobStore Jobs { get; }

    /// <summary>Large bytes.</summary>
    IBlobStore Blobs { get; }

    /// <summary>Lanes and counts.</summary>
    ILaneStore Lanes { get; }

    /// <summary>Logs.</summary>
    ILogStore Logs { get; }

    /// <summary>API keys.</summary>
    IKeyStore Keys { get; }

    /// <summary>Who did what.</summary>
    IAuditStore Audit { get; }

    /// <summary>Bulk actions.</summary>
    IBulkStore Bulk { get; }

    /// <summary>Schedules.</summary>
    IScheduleStore Schedules { get; }

    /// <summary>Runs of schedules.</summary>
    IScheduleRunStore ScheduleRuns { get; }

    /// <summary>This node.</summary>
    INodeStore Nodes { get; }

    /// <summary>Retention and repair.</summary>
    IMaintenanceStore Maintenance { get; }
}
