using Switchyard.Engine.Jobs;

namespace Switchyard.Storage.Conformance;

/// <summary>An inconsistency for the reconciler to find.</summary>
public abstract record Damage
{
    private Damage() { }

    /// <summary>The job is in no state any more.</summary>
    public sealed record Stateless(long JobId) : Damage;

    /// <summary>The job is in another state as well: running, paused, scheduled, pending or succeeded.</summary>
    public sealed record AlsoIn(long JobId, JobState State) : Damage;

    /// <summary>The state has a row of a job that does not exist.</summary>
    public sealed record Orphan(long JobId, int LaneId, JobState State) : Damage;

    /// <summary>The kept count is wrong by so many.</summary>
    public sealed record Miscount(int LaneId, JobState State, long By) : Damage;
}
