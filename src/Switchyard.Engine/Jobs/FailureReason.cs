namespace Switchyard.Engine.Jobs;

/// <summary>Why a job failed. The numbers are stored: never renumber, only add.</summary>
public enum FailureReason : byte
{
    /// <summary>It did not fail.</summary>
    None = 0,

    /// <summary>Its worker reported an error and no attempt was left.</summary>
    Error = 1,

    /// <summary>Its worker reported an error that no further attempt can mend.</summary>
    NonRetryable = 2,

    /// <summary>Its last attempt ran longer than its run timeout.</summary>
    Timeout = 3,

    /// <summary>It had not ended when its time to live ran out.</summary>
    Expired = 4,

    /// <summary>Quarantined: its leases lapsed too often in a row without a report from the worker.</summary>
    WorkerLost = 5,
}
