namespace Switchyard.Gateway.Dialects.Scheduler.Runs;

/// <summary>One run of a task, with all its attempts.</summary>
internal sealed record RunView
{
    /// <summary>Its number; the native API's job has the same.</summary>
    public required long Id { get; init; }

    /// <summary>The task, which may be deleted since.</summary>
    public required long TaskId { get; init; }

    /// <summary>The slot that it is for; null for a run by hand.</summary>
    public required DateTimeOffset? ScheduledFor { get; init; }

    /// <summary><c>pending</c> (also between two attempts), <c>running</c>, <c>success</c>, <c>failed</c>, <c>timeout</c> or <c>cancelled</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Attempts begun so far.</summary>
    public required int Attempt { get; init; }

    /// <summary>Who has it, or had it when it ended.</summary>
    public required string? WorkerId { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The start of the attempt that runs, or in which it ended.</summary>
    public required DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How long its last attempt took, once it has ended.</summary>
    public required long? DurationMs { get; init; }

    /// <summary>Of a command that ended: its exit code; 128 and the signal's number where a signal ended it.</summary>
    public required int? ExitCode { get; init; }

    /// <summary>The last 64 KiB, in a list 4 KiB, of what its last attempt printed; the rest is in its log.</summary>
    public required string? Output { get; init; }

    /// <summary>Why it failed.</summary>
    public required string? Error { get; init; }
}
