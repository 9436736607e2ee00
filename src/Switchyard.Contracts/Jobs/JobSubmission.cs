using System.Text.Json.Serialization;
using Switchyard.Contracts.Json;

namespace Switchyard.Contracts.Jobs;

/// <summary>
/// A job to be made: the body of <c>POST /api/v1/jobs</c>, or one item of its array when many are made at once
/// (1 to 10,000, all or none).
/// </summary>
public sealed record JobSubmission
{
    /// <summary>What is to be done, 1 to 128 characters; workers declare the types that they do.</summary>
    public required string Type { get; init; }

    /// <summary>Any JSON value, at most 1 MiB, which the worker gets byte for byte; absent means <c>null</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RawJson Payload { get; init; }

    /// <summary>Tags that a worker must have, at most 16 of 1 to 64 characters.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>1 (first) to 9 (last); default 5.</summary>
    public int? Priority { get; init; }

    /// <summary>True makes a draft, which waits for a start order; default false.</summary>
    public bool? Draft { get; init; }

    /// <summary>Not claimable before this long after the submit, up to 366 days; default 0.</summary>
    public long? DelayMs { get; init; }

    /// <summary>The same as a time; one that is past is at once. <see cref="DelayMs"/> counts where both are given.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>Fails as expired when it has not ended this long after the submit, 1 ms to 366 days; default never.</summary>
    public long? TtlMs { get; init; }

    /// <summary>Fails an attempt that runs longer; default no bound.</summary>
    public long? RunTimeoutMs { get; init; }

    /// <summary>Attempts that may fail before the job does, 1 to 1,000; default 1: no retry.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>Upper bound of the random wait before the second attempt, doubled for each further one; default 0.</summary>
    public long? BackoffMs { get; init; }

    /// <summary>Cap of that bound; default 3,600,000 (one hour).</summary>
    public long? MaxBackoffMs { get; init; }

    /// <summary>Leases lost in a row without a report before the job is quarantined, 1 to 1,000; default 2.</summary>
    public int? MaxLapses { get; init; }

    /// <summary>Where the result is posted: an absolute http or https URL of at most 2,048 characters.</summary>
    public string? CallbackUrl { get; init; }
}
