using Switchyard.Engine.Jobs;

namespace Switchyard.Storage.Postgres.Maintenance;

/// <summary>A job with all the states that it is in.</summary>
internal sealed record SurveyedJob
{
    public long Id { get; init; }

    public int Lane { get; init; }

    public int Route { get; init; }

    public short Prio { get; init; }

    /// <summary>When it fails as expired, in microseconds.</summary>
    public long? Expires { get; init; }

    /// <summary>Whether the sweep will come to that.</summary>
    public bool WillExpire { get; init; }

    /// <summary>The last attempt that failed or was lost; 0 for none.</summary>
    public int LastAttempt { get; init; }

    public short? Outcome { get; init; }

    public bool Running { get; init; }

    public short? Held { get; init; }

    public bool Scheduled { get; init; }

    public bool Pending { get; init; }

    /// <summary>The latest first: one, if all is well.</summary>
    public List<JobState> States()
    {
        var states = new List<JobState>();
        if (Outcome is { } outcome)
        {
            states.Add((JobState)outcome);
        }

        if (Running)
        {
            states.Add(JobState.Running);
        }

        if (Held is { } held)
        {
            states.Add((JobState)held);
        }

        if (Scheduled)
        {
            states.Add(JobState.Scheduled);
        }

        if (Pending)
        {
            states.Add(JobState.Pending);
        }

        return states;
    }
}
