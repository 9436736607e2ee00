namespace Switchyard.Engine.Jobs;

/// <summary>An attempt that failed or was lost.</summary>
/// <param name="Number">From 1.</param>
/// <param name="WorkerId">Who had it.</param>
/// <param name="StartedAt">When its lease began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Reason">How it ended.</param>
/// <param name="Error">What was said of it; null for nothing.</param>
public sealed record JobAttempt(
    int Number,
    string WorkerId,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    FailureReason Reason,
    string? Error
);
