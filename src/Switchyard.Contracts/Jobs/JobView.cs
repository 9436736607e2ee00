using System.Text.Json.Serialization;
using Switchyard.Contracts.Json;

namespace Switchyard.Contracts.Jobs;

/// <summary>A job as it stood at one moment: the answer of <c>GET /api/v1/jobs/{id}</c>. Lists leave out the result.</summary>
public sealed record JobView
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>Its uuid.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>What it asks for.</summary>
    public required string Type { get; init; }

    /// <summary>One of <see cref="JobStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>The door it came in by: native, broker, learning, pull, solver or scheduler.</summary>
    public required string Dialect { get; init; }

    /// <summary>Tags that its worker must have; absent for none.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>1 (first) to 9 (last).</summary>
    public required int Priority { get; init; }

    /// <summary>Attempts begun so far.</summary>
    public required int Attempt { get; init; }

    /// <summary>Attempts that may fail before it does.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>The submit.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When a scheduled job becomes claimable.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>When it fails as expired.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The start of the current or last attempt.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>The end of the job.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Who has it, or ended it.</summary>
    public string? Worker { get; init; }

    /// <summary>Why it failed: error, non_retryable, timeout, expired or worker_lost.</summary>
    public string? Reason { get; init; }

    /// <summary>What its worker, or the server, said of the failure.</summary>
    public string? Error { get; init; }

    /// <summary>The bound of one attempt.</summary>
    public long? RunTimeoutMs { get; init; }

    /// <summary>Where the result is posted.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>What the submitter gave it for its worker, byte for byte; absent in lists and with <c>?payload=false</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RawJson Payload { get; init; }

    /// <summary>The last progress that its worker reported.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RawJson Progress { get; init; }

    /// <summary>What the worker answered, byte for byte; absent while there is none, and in lists.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RawJson Result { get; init; }

    /// <summary>Whether it has ended.</summary>
    [JsonIgnore]
    public bool IsFinished => JobStates.IsFinished(State);
}
