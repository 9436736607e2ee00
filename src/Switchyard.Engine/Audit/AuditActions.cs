using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Audit;

/// <summary>The words for what is done. They are stored and filtered by: never rename, only add.</summary>
public static class AuditActions
{
    /// <summary>A key was made.</summary>
    public const string KeyCreate = "key.create";

    /// <summary>A key was removed.</summary>
    public const string KeyDelete = "key.delete";

    /// <summary>A bulk action was started.</summary>
    public const string BulkStart = "bulk.start";

    /// <summary>A bulk action was stopped.</summary>
    public const string BulkStop = "bulk.stop";

    /// <summary>A schedule was made.</summary>
    public const string ScheduleCreate = "schedule.create";

    /// <summary>A schedule was changed.</summary>
    public const string ScheduleChange = "schedule.change";

    /// <summary>A schedule was deleted.</summary>
    public const string ScheduleDelete = "schedule.delete";

    /// <summary>A run was made by hand.</summary>
    public const string ScheduleTrigger = "schedule.trigger";

    /// <summary>Runs were made of slots gone by.</summary>
    public const string ScheduleBackfill = "schedule.backfill";

    /// <summary>A backup was made.</summary>
    public const string BackupCreate = "backup.create";

    /// <summary>A backup was removed.</summary>
    public const string BackupDelete = "backup.delete";

    /// <summary>A backup was read out.</summary>
    public const string BackupRead = "backup.read";

    /// <summary>The store was restored from a backup.</summary>
    public const string StoreRestore = "store.restore";

    /// <summary>A worker's jobs at once, tags, or whether it gets any, were set.</summary>
    public const string WorkerChange = "worker.change";

    /// <summary>A worker of another key was told to take no further jobs.</summary>
    public const string WorkerDrain = "worker.drain";

    /// <summary>A worker of another key was taken out of service.</summary>
    public const string WorkerRemove = "worker.remove";

    /// <summary>The word for an order to one job.</summary>
    public static string Of(OrderKind order) =>
        order switch
        {
            OrderKind.Start => "job.start",
            OrderKind.Pause => "job.pause",
            OrderKind.Resume => "job.resume",
            OrderKind.Cancel => "job.cancel",
            OrderKind.Retry => "job.retry",
            OrderKind.Delete => "job.delete",
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, null),
        };
}
