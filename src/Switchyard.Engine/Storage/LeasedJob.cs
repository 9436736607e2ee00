using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Storage;

/// <summary>A job just leased, with all that its worker needs.</summary>
public sealed record LeasedJob
{
    /// <summary>The job.</summary>
    public required long Id { get; init; }

    /// <summary>The random bits of its uuid form.</summary>
    public required long Salt { get; init; }

    /// <summary>Door, owner and route, by id.</summary>
    public required int LaneId { get; init; }

    /// <summary>The lease's number: greater than any given out before, of any job.</summary>
    public required long Token { get; init; }

    /// <summary>This attempt's number, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>The claim slot's own number.</summary>
    public required int Tag { get; init; }

    /// <summary>1 (first) to 9 (last).</summary>
    public required int Priority { get; init; }

    /// <summary>The submit.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the job fails as expired; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The bound of this attempt; null for none.</summary>
    public TimeSpan? RunTimeout { get; init; }

    /// <summary>Inline, or the blob to read (outside the round).</summary>
    public required Content Payload { get; init; }

    /// <summary>What the dialect stored beside the payload.</summary>
    public ReadOnlyMemory<byte> Metadata { get; init; }

    /// <summary>What the last paused attempt left, kept until another pause replaces it or the job ends; empty for nothing.</summary>
    public Content Checkpoint { get; init; }

    /// <summary>The trace that the job belongs to, as it was submitted; null for none.</summary>
    public string? TraceParent { get; init; }
}
