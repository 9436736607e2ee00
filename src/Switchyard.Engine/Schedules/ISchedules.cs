using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Schedules;

/// <summary>
/// Schedules and their runs, which are jobs of <see cref="Dialect.Scheduler"/> whichever API made the schedule. <c>sees</c>
/// is whose schedules the caller sees (<see cref="Caller.Sees"/>): another owner's is answered like one that does not
/// exist. What is made or changed is in the audit.
/// </summary>
/// <exception cref="StorageUnavailableException">From any method: the store cannot serve now; answer 503.</exception>
public interface ISchedules
{
    /// <summary>Makes a schedule of the caller's.</summary>
    /// <returns>Done, Invalid, TooLarge, Full or Forbidden.</returns>
    ValueTask<ScheduleAnswer> CreateAsync(ScheduleRequest request, Actor by, CancellationToken cancellation);

    /// <summary>A schedule as it stands, payload included; null when there is none.</summary>
    ValueTask<Schedule?> GetAsync(long id, long? sees, CancellationToken cancellation);

    /// <summary>A page of schedules, newest first.</summary>
    ValueTask<SchedulePage> ListAsync(ScheduleQuery query, CancellationToken cancellation);

    /// <summary>Changes a schedule. A slot that is due already is fired as it was, unless the calendar or the status changes.</summary>
    /// <param name="id">Which.</param>
    /// <param name="change">What is asked for, of what was; called again when another change came between.</param>
    /// <param name="version">Only when it is at this version; null for any.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <returns>Done, None, Invalid, TooLarge, Conflict or Forbidden.</returns>
    ValueTask<ScheduleAnswer> ChangeAsync(
        long id,
        Func<ScheduleRequest, ScheduleRequest> change,
        long? version,
        Actor by,
        CancellationToken cancellation
    );

    /// <summary>Deletes a schedule; its runs are kept as long as other jobs.</summary>
    /// <returns>Done, None, or Live: it has a run that has not ended.</returns>
    ValueTask<ScheduleAnswerKind> DeleteAsync(long id, Actor by, CancellationToken cancellation);

    /// <summary>Makes a run now. It overlaps by the schedule's rule, but is never skipped.</summary>
    /// <param name="id">Which.</param>
    /// <param name="payload">For the worker, in the place of the schedule's own; null for that.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellation">Gives it up.</param>
    /// <returns>Done, None, Disabled, TooLarge, Full, Overloaded or Forbidden.</returns>
    ValueTask<ScheduleRunAnswer> TriggerAsync(
        long id,
        ReadOnlyMemory<byte>? payload,
        Actor by,
        CancellationToken cancellation
    );

    /// <summary>
    /// Makes the runs of a range's slots that have none. Where runs may not overlap they wait for each other, whatever the
    /// schedule's rule. All of a range's runs are made, or as many as a refusal let through: asking again goes on.
    /// </summary>
    /// <param name="id">Which.</param>
    /// <param name="from">The first moment of the range.</param>
    /// <param name="to">The last moment of the range, not later than now.</param>
    /// <param name="limit">Slots at most, 1 to 1,000.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellation">Ends it between runs.</param>
    /// <returns>Done, None, Invalid, Disabled, Full or Overloaded.</returns>
    ValueTask<BackfillAnswer> BackfillAsync(
        long id,
        DateTimeOffset from,
        DateTimeOffset to,
        int limit,
        Actor by,
        CancellationToken cancellation
    );

    /// <summary>The next slots of a cron text, without a schedule.</summary>
    /// <param name="calendar">The cron text.</param>
    /// <param name="timeZone">The zone, by its IANA name.</param>
    /// <param name="after">Slots after this; null for now.</param>
    /// <param name="count">1 to 1,000.</param>
    SchedulePreview Preview(string calendar, string timeZone, DateTimeOffset? after, int count);

    /// <summary>A page of a schedule's runs, newest first; null when there is no such schedule.</summary>
    ValueTask<ScheduleRunPage?> RunsAsync(ScheduleRunQuery query, long? sees, CancellationToken cancellation);

    /// <summary>A run; null when there is none, or when the job is none of a schedule.</summary>
    ValueTask<ScheduleRun?> GetRunAsync(JobRef job, long? sees, CancellationToken cancellation);

    /// <summary>How many schedules there are.</summary>
    ValueTask<ScheduleCounts> CountAsync(long? owner, CancellationToken cancellation);

    /// <summary>How many runs ended today (UTC).</summary>
    ValueTask<RunCounts> CountTodayAsync(long? owner, CancellationToken cancellation);
}
