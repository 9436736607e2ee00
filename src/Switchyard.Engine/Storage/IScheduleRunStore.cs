using Switchyard.Engine.Schedules;

namespace Switchyard.Engine.Storage;

/// <summary>Runs of schedules: jobs, with the schedule and the slot that they are for. A run goes with its job.</summary>
public interface IScheduleRunStore
{
    /// <summary>A page of a schedule's runs, newest first, without results.</summary>
    ValueTask<ScheduleRunPage> ListAsync(ScheduleRunQuery query, CancellationToken cancellation);

    /// <summary>What makes a job a run; null when it is none.</summary>
    ValueTask<StoredRun?> FindAsync(long jobId, CancellationToken cancellation);

    /// <summary>Runs of a group that have not ended, the first ones first.</summary>
    /// <param name="group">See <see cref="NewRun.Group"/>.</param>
    /// <param name="limit">1 to 1,000.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<IReadOnlyList<long>> LiveAsync(string group, int limit, CancellationToken cancellation);

    /// <summary>Looks for drafts whose turn it is, a number of groups at a time.</summary>
    /// <param name="after">Groups behind this one; null for the first.</param>
    /// <param name="limit">Groups, 1 to 1,000.</param>
    /// <param name="cancellation">Ends the look.</param>
    ValueTask<RunTurns> TurnsAsync(string? after, int limit, CancellationToken cancellation);

    /// <summary>Adds to the counts of runs that ended, and forgets those of days long gone.</summary>
    ValueTask NoteEndsAsync(IReadOnlyList<RunEnds> ends, CancellationToken cancellation);

    /// <summary>How many runs of an owner, or of all, ended on a day; kept, not counted.</summary>
    ValueTask<RunCounts> CountEndsAsync(DateOnly day, long? owner, CancellationToken cancellation);
}
