using Switchyard.Engine.Audit;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Schedules;

/// <summary>A store without schedules: there are none, and none can be made.</summary>
internal sealed class NoSchedules : IScheduleStore, IScheduleRunStore
{
    public ValueTask<long> AddAsync(StoredSchedule schedule, AuditEntry audit, CancellationToken cancellation) =>
        throw new NotSupportedException("Schedules are not kept on PostgreSQL yet.");

    public ValueTask<bool> PutAsync(
        StoredSchedule schedule,
        bool keepsSlot,
        AuditEntry audit,
        CancellationToken cancellation
    ) => new(false);

    public ValueTask<ScheduleDeletion> DeleteAsync(long id, AuditEntry audit, CancellationToken cancellation) =>
        new(ScheduleDeletion.None);

    public ValueTask<StoredSchedule?> GetAsync(long id, CancellationToken cancellation) => new((StoredSchedule?)null);

    public ValueTask<StoredSchedulePage> ListAsync(ScheduleQuery query, CancellationToken cancellation) =>
        new(new StoredSchedulePage([], 0));

    public ValueTask<ScheduleCounts> CountAsync(long? owner, CancellationToken cancellation) => default;

    public ValueTask<DueSchedules> DueAsync(int limit, CancellationToken cancellation) =>
        new(new DueSchedules(default, [], null));

    public ValueTask AdvanceAsync(IReadOnlyList<ScheduleMove> moves, CancellationToken cancellation) => default;

    public ValueTask<ScheduleRunPage> ListAsync(ScheduleRunQuery query, CancellationToken cancellation) =>
        new(new ScheduleRunPage([], 0));

    public ValueTask<StoredRun?> FindAsync(long jobId, CancellationToken cancellation) => new((StoredRun?)null);

    public ValueTask<IReadOnlyList<long>> LiveAsync(string group, int limit, CancellationToken cancellation) =>
        new(Array.Empty<long>());

    public ValueTask<RunTurns> TurnsAsync(string? after, int limit, CancellationToken cancellation) =>
        new(new RunTurns([], false, null));

    public ValueTask NoteEndsAsync(IReadOnlyList<RunEnds> ends, CancellationToken cancellation) => default;

    public ValueTask<RunCounts> CountEndsAsync(DateOnly day, long? owner, CancellationToken cancellation) => default;
}
