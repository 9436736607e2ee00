namespace Switchyard.Contracts.Jobs;

/// <summary>An attempt that failed or was lost.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Worker">Who had it.</param>
/// <param name="StartedAt">When its lease began.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Reason">error, non_retryable, timeout, expired or worker_lost.</param>
/// <param name="Error">What was said of it.</param>
public sealed record JobAttemptView(
    int Number,
    string Worker,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    string Reason,
    string? Error
);
