using Switchyard.Engine.Retries;

namespace Switchyard.Engine.Jobs;

/// <summary>A job as a client asks for it. Ranges are checked by <see cref="IJobs.SubmitAsync"/>.</summary>
public sealed record JobRequest
{
    /// <summary>What is to be done, 1 to 128 characters; the only routing key, with <see cref="Tags"/>.</summary>
    public required string Type { get; init; }

    /// <summary>Tags that a worker must have, at most 16 of 1 to 64 characters; any order.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The opaque bytes for the worker, at most 1 MiB. Not copied before the answer: leave them alone until then.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>Opaque bytes that the dialect wants back beside the payload, at most 16 KiB.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }

    /// <summary>1 (first) to 9 (last); default 5.</summary>
    public int Priority { get; init; } = NewJob.DefaultPriority;

    /// <summary>Made as a draft, which waits for a start order.</summary>
    public bool Draft { get; init; }

    /// <summary>Not claimable before this long after the submit, 0 to 366 days.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Fails as expired when it has not ended this long after the submit, 1 ms to 366 days; null for never.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>The bound of one attempt, 1 ms to 366 days; null for none.</summary>
    public TimeSpan? RunTimeout { get; init; }

    /// <summary>1 to 1,000 attempts; backoff bounds up to 366 days.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>Lapses in a row before quarantine, 1 to 1,000; default 2.</summary>
    public int MaxLapses { get; init; } = NewJob.DefaultMaxLapses;

    /// <summary>Where to POST the result: an absolute http or https URL of at most 2,048 characters; null for nowhere.</summary>
    public string? CallbackUrl { get; init; }
}
