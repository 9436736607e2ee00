using Switchyard.Engine.Retries;

namespace Switchyard.Engine.Jobs;

/// <summary>A job as it stood at one moment, without its payload. Immutable.</summary>
public sealed record JobSnapshot
{
    /// <summary>The number, from 1.</summary>
    public required long Id { get; init; }

    /// <summary>The random bits of the uuid form.</summary>
    public required long Salt { get; init; }

    /// <summary>Door, owner and route.</summary>
    public required Lane Lane { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>1 (first) to 9 (last).</summary>
    public required int Priority { get; init; }

    /// <summary>The submit.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Attempts begun so far.</summary>
    public int Attempt { get; init; }

    /// <summary>When a scheduled job becomes claimable; null otherwise.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it fails as expired; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The start of the attempt that runs, or in which the job ended; null otherwise.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The end of the job.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Who has it, or had it when it ended; null otherwise.</summary>
    public string? WorkerId { get; init; }

    /// <summary>Why it failed; none while it has not.</summary>
    public FailureReason Reason { get; init; }

    /// <summary>What its worker, or the engine, said of the failure; at most 8 KiB; null while it has not failed.</summary>
    public string? Error { get; init; }

    /// <summary>The result of a finished job, as the worker sent it.</summary>
    public Content Result { get; init; }

    /// <summary>Attempts and backoff.</summary>
    public RetryPolicy Retry { get; init; }

    /// <summary>The bound of one attempt.</summary>
    public TimeSpan? RunTimeout { get; init; }

    /// <summary>Where the result is posted.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>The last progress that a worker of any attempt reported, opaque JSON; empty for none.</summary>
    public ReadOnlyMemory<byte> Progress { get; init; }

    /// <summary>The name by which a client may ask for it.</summary>
    public Guid Uuid => JobRef.ToGuid(Id, Salt);
}
