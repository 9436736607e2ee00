using Switchyard.Storage.Sqlite.Native;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>The tables, as one connection sees them. Statements are prepared when first used, so a reader's are few.</summary>
internal sealed class StoreTables(Connection database)
{
    public MetaTable Meta { get; } = new(database);

    public LaneTable Lanes { get; } = new(database);

    public CounterTable Counters { get; } = new(database);

    public JobTable Jobs { get; } = new(database);

    public ReadyTable Ready { get; } = new(database);

    public LaterTable Later { get; } = new(database);

    public HeldTable Held { get; } = new(database);

    public LeaseTable Leases { get; } = new(database);

    public OutcomeTable Outcomes { get; } = new(database);

    public AttemptTable Attempts { get; } = new(database);

    public ExpiryTable Expiries { get; } = new(database);

    public CheckpointTable Checkpoints { get; } = new(database);

    public ProgressTable Progress { get; } = new(database);

    public CallbackTable Callbacks { get; } = new(database);

    public IdempotencyTable Idempotency { get; } = new(database);

    public BlobTable Blobs { get; } = new(database);

    public LogTable Logs { get; } = new(database);

    public KeyTable Keys { get; } = new(database);

    public AuditTable Audit { get; } = new(database);

    public BulkTable Bulk { get; } = new(database);

    public ScheduleTable Schedules { get; } = new(database);

    public ScheduleLists ScheduleLists { get; } = new(database);

    public RunTable Runs { get; } = new(database);
}
