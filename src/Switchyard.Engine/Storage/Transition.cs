using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Storage;

/// <summary>One change of a job's state.</summary>
/// <param name="JobId">The job.</param>
/// <param name="LaneId">Its door, owner and route.</param>
/// <param name="From">Before; null when it was just made.</param>
/// <param name="To">After; null when it was deleted.</param>
/// <param name="Reason">Why it failed, or why its attempt did (a retry, a lapse); else none.</param>
/// <param name="Attempt">Attempts begun so far.</param>
/// <param name="Token">The lease that ended or began with it; 0 for none.</param>
/// <param name="WorkerId">The worker of that lease.</param>
/// <param name="DueAt">To scheduled: when it becomes claimable.</param>
public readonly record struct Transition(
    long JobId,
    int LaneId,
    JobState? From,
    JobState? To,
    FailureReason Reason,
    int Attempt,
    long Token,
    string? WorkerId,
    DateTimeOffset? DueAt
);
