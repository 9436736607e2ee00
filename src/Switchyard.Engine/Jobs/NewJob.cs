using Switchyard.Engine.Retries;

namespace Switchyard.Engine.Jobs;

/// <summary>One job to be stored, validated and complete but for what the store assigns (its id and times).</summary>
public sealed record NewJob
{
    /// <summary>The interned (door, owner, route).</summary>
    public required Lane Lane { get; init; }

    /// <summary>58 random bits, drawn by the engine: the unguessable half of the uuid.</summary>
    public required long Salt { get; init; }

    /// <summary>The opaque bytes for the worker; at most 1 MiB.</summary>
    public required Content Payload { get; init; }

    /// <summary>Opaque bytes that the dialect needs beside the payload, at most 16 KiB; empty for none.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }

    /// <summary>1 (first) to 9 (last).</summary>
    public int Priority { get; init; } = DefaultPriority;

    /// <summary>Made as a draft, which waits for a start order.</summary>
    public bool Draft { get; init; }

    /// <summary>Not claimable before this long after the submit; zero for at once.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The job fails as expired when it has not ended this long after the submit; null for never.</summary>
    public TimeSpan? TimeToLive { get; init; }

    /// <summary>An attempt that runs longer fails as a timeout, like one that its worker failed; null for no bound.</summary>
    public TimeSpan? RunTimeout { get; init; }

    /// <summary>Attempts and backoff.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>
    /// The lapse in a row, without a report, that quarantines the job, 1 to 1,000. A renewal that says so and an
    /// attempt that ends otherwise (failed, timed out, released, paused) break the row; a lost node is neither.
    /// </summary>
    public int MaxLapses { get; init; } = DefaultMaxLapses;

    /// <summary>Where to POST the result, an absolute http or https URL; null for nowhere.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>The trace that it belongs to, a <c>traceparent</c> (W3C Trace Context) of at most 64 characters; null for none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The middle of 1 to 9.</summary>
    public const int DefaultPriority = 5;

    /// <summary>Two: a job that killed two workers in a row is not given to a third.</summary>
    public const int DefaultMaxLapses = 2;
}
