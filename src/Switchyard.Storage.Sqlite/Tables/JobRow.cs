using Switchyard.Engine.Retries;
using Switchyard.Storage.Sqlite.Time;

namespace Switchyard.Storage.Sqlite.Tables;

/// <summary>A job's row but for its payload and metadata. Times and spans in microseconds.</summary>
internal sealed record JobRow
{
    public required long Id { get; init; }

    public required int Lane { get; init; }

    public required int Priority { get; init; }

    public required long Created { get; init; }

    public required long Salt { get; init; }

    public required long Delay { get; init; }

    public required long? TimeToLive { get; init; }

    /// <summary>The last retry that started the time to live anew.</summary>
    public required long? Renewed { get; init; }

    public required long? RunTimeout { get; init; }

    public required RetryPolicy Retry { get; init; }

    public required int MaxLapses { get; init; }

    public required string? Callback { get; init; }

    public required long PayloadBlob { get; init; }

    /// <summary>When it fails as expired.</summary>
    public long? Expires => TimeToLive is { } span ? Micros.After(Renewed ?? Created, span) : null;
}
