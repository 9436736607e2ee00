namespace Switchyard.Engine.Jobs;

/// <summary>Where a job stands. The numbers are stored: never renumber, only add.</summary>
public enum JobState : byte
{
    /// <summary>Made but not started; nothing happens until it is started.</summary>
    Draft = 1,

    /// <summary>Runs later: delayed by its submitter, or between two attempts.</summary>
    Scheduled = 2,

    /// <summary>Claimable now.</summary>
    Pending = 3,

    /// <summary>Leased to a worker.</summary>
    Running = 4,

    /// <summary>Set aside by an order; holds no lease.</summary>
    Paused = 5,

    /// <summary>Ended with a result. Never changes again.</summary>
    Succeeded = 6,

    /// <summary>Ended without one; see <see cref="FailureReason"/>. Changes only by an explicit retry.</summary>
    Failed = 7,

    /// <summary>Ended by an order. Changes only by an explicit retry.</summary>
    Cancelled = 8,
}
