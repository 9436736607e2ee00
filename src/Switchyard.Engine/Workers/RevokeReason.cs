namespace Switchyard.Engine.Workers;

/// <summary>Why a worker lost a lease that it still worked on.</summary>
public enum RevokeReason
{
    /// <summary>The job was cancelled.</summary>
    Cancelled,

    /// <summary>The attempt ran over its timeout.</summary>
    Timeout,

    /// <summary>The job's time to live ran out.</summary>
    Expired,

    /// <summary>The lease lapsed.</summary>
    Lapsed,
}
