namespace Switchyard.Storage.Conformance.Harness;

/// <summary>Every situation that a job, and the first lease it had, can be in.</summary>
public enum Situation
{
    /// <summary>The lease is held.</summary>
    Held,

    Draft,
    Scheduled,
    Pending,
    Paused,

    /// <summary>Given back.</summary>
    Released,
    PausedByWorker,

    /// <summary>Failed, and waits for the next attempt.</summary>
    Backoff,

    /// <summary>The worker was lost, and the job is pending again.</summary>
    Lost,

    /// <summary>The lease lapsed, and the job is pending again.</summary>
    Lapsed,

    /// <summary>The node went down, and the job is pending again.</summary>
    Orphaned,

    /// <summary>Another worker has the job now.</summary>
    HeldByAnother,

    /// <summary>Cancelled while running.</summary>
    Revoked,

    /// <summary>Cancelled before anybody had it.</summary>
    Cancelled,
    Expired,
    TimedOut,

    /// <summary>Quarantined by a sweep.</summary>
    Quarantined,
    Succeeded,
    Failed,
    FailedForGood,

    /// <summary>Quarantined by a settlement that said the worker was lost.</summary>
    LostForGood,

    /// <summary>Failed, and ordered to be tried again.</summary>
    Retried,
    Deleted,
    Unknown,
}
