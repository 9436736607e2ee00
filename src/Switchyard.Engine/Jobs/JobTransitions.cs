namespace Switchyard.Engine.Jobs;

/// <summary>The one table of allowed state changes. Drivers move rows; this says which moves exist.</summary>
public static class JobTransitions
{
    // Row: from. A job is made in Draft, Scheduled or Pending. Succeeded has no way out.
    private static readonly Dictionary<JobState, JobState[]> Table = new()
    {
        [JobState.Draft] = [JobState.Pending, JobState.Scheduled, JobState.Cancelled, JobState.Failed],
        [JobState.Scheduled] = [JobState.Pending, JobState.Paused, JobState.Cancelled, JobState.Failed],
        [JobState.Pending] = [JobState.Running, JobState.Paused, JobState.Cancelled, JobState.Failed],
        [JobState.Running] =
        [
            JobState.Pending,
            JobState.Scheduled,
            JobState.Paused,
            JobState.Succeeded,
            JobState.Failed,
            JobState.Cancelled,
        ],
        [JobState.Paused] = [JobState.Pending, JobState.Cancelled, JobState.Failed],
        [JobState.Succeeded] = [],
        [JobState.Failed] = [JobState.Pending],
        [JobState.Cancelled] = [JobState.Pending],
    };

    /// <summary>The states in which a job can be made.</summary>
    public static bool IsInitial(JobState state) => state is JobState.Draft or JobState.Scheduled or JobState.Pending;

    /// <summary>Whether a job may go from one state straight to another.</summary>
    public static bool IsAllowed(JobState from, JobState to) => Array.IndexOf(Table[from], to) >= 0;

    /// <summary>Whether the state is an end: succeeded, failed or cancelled.</summary>
    public static bool IsFinished(this JobState state) => state >= JobState.Succeeded;
}
