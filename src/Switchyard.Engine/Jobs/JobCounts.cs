namespace Switchyard.Engine.Jobs;

/// <summary>Jobs by state.</summary>
public sealed class JobCounts
{
    private readonly long[] byState = new long[(int)JobState.Cancelled + 1];

    /// <summary>Jobs in a state.</summary>
    public long this[JobState state]
    {
        get => byState[(int)state];
        internal set => byState[(int)state] = value;
    }

    /// <summary>All jobs that have not ended.</summary>
    public long Unfinished =>
        this[JobState.Draft]
        + this[JobState.Scheduled]
        + this[JobState.Pending]
        + this[JobState.Running]
        + this[JobState.Paused];

    /// <summary>All jobs that have ended, in any way.</summary>
    public long Finished => this[JobState.Succeeded] + this[JobState.Failed] + this[JobState.Cancelled];
}
