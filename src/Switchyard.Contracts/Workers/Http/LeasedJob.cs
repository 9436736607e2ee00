using System.Text.Json.Serialization;
using Switchyard.Contracts.Json;

namespace Switchyard.Contracts.Workers.Http;

/// <summary>A job, and the lease on it.</summary>
public sealed record LeasedJob
{
    /// <summary>The job's number.</summary>
    public required long Job { get; init; }

    /// <summary>The lease's number: every word about the job carries it.</summary>
    public required long Token { get; init; }

    /// <summary>The job's uuid, by which most clients know it; for logs.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The attempt's number, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>What is to be done. With type aliases it may be another word than the worker declared.</summary>
    public required string Type { get; init; }

    /// <summary>1 (first) to 9 (last).</summary>
    public required int Priority { get; init; }

    /// <summary>The submit.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The server fails the attempt when it runs longer; absent for no bound.</summary>
    public long? RunTimeoutMs { get; init; }

    /// <summary>The trace that the job belongs to, a <c>traceparent</c> (W3C Trace Context); absent for none.</summary>
    [JsonPropertyName("traceparent")]
    public string? TraceParent { get; init; }

    /// <summary>The schedule that it is a run of; absent for none.</summary>
    public long? Schedule { get; init; }

    /// <summary>What a paused attempt left for this one; absent for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RawJson Checkpoint { get; init; }

    /// <summary>The JSON value that the client sent; absent when it sent none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RawJson Payload { get; init; }
}
