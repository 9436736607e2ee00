using Switchyard.Engine.Audit;
using Switchyard.Engine.Schedules;

namespace Switchyard.Engine.Storage;

/// <summary>
/// Schedules. What is due is decided by the wall clock, which people's cron texts mean: on PostgreSQL the database's, on
/// SQLite the machine's.
/// </summary>
public interface IScheduleStore
{
    /// <summary>Stores a new one, with its record in the audit, and returns its id, from 1, never given before.</summary>
    /// <param name="schedule">Its id, version, times and runs are the store's to say.</param>
    /// <param name="audit">The act; its target, empty here, becomes <c>schedule ID</c>.</param>
    /// <param name="cancellation">Gives it up.</param>
    ValueTask<long> AddAsync(StoredSchedule schedule, AuditEntry audit, CancellationToken cancellation);

    /// <summary>Replaces one, with its record in the audit; its owner stays.</summary>
    /// <param name="schedule">As it is to be; the version is the one that it replaces.</param>
    /// <param name="keepsSlot">Leaves it at the slot that it is at.</param>
    /// <param name="audit">The act.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <returns>False when it is gone, or at another version: nothing happened.</returns>
    ValueTask<bool> PutAsync(StoredSchedule schedule, bool keepsSlot, AuditEntry audit, CancellationToken cancellation);

    /// <summary>Deletes one, with its record in the audit, unless a run of it has not ended. Its runs stay.</summary>
    ValueTask<ScheduleDeletion> DeleteAsync(long id, AuditEntry audit, CancellationToken cancellation);

    /// <summary>One, payload included; null when there is none.</summary>
    ValueTask<StoredSchedule?> GetAsync(long id, CancellationToken cancellation);

    /// <summary>A page, newest first.</summary>
    ValueTask<StoredSchedulePage> ListAsync(ScheduleQuery query, CancellationToken cancellation);

    /// <summary>How many an owner has, or all have; kept, not counted.</summary>
    ValueTask<ScheduleCounts> CountAsync(long? owner, CancellationToken cancellation);

    /// <summary>Those that are due now, payloads included.</summary>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<DueSchedules> DueAsync(int limit, CancellationToken cancellation);

    /// <summary>Moves schedules on without a run; those that are at another slot by now stay there.</summary>
    ValueTask AdvanceAsync(IReadOnlyList<ScheduleMove> moves, CancellationToken cancellation);
}
