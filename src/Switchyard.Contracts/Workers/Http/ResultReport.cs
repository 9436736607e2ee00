using System.Text.Json.Serialization;
using Switchyard.Contracts.Json;

namespace Switchyard.Contracts.Workers.Http;

/// <summary>The end of one attempt.</summary>
public sealed record ResultReport
{
    /// <summary>The job's number.</summary>
    public required long Job { get; init; }

    /// <summary>The lease's number.</summary>
    public required long Token { get; init; }

    /// <summary>succeeded, failed, failed_for_good, released or paused.</summary>
    public required string Outcome { get; init; }

    /// <summary>Any JSON value: the result, what comes with a failure, or the checkpoint of a pause; absent for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RawJson Result { get; init; }

    /// <summary>A failure's message, cut at 8 KiB.</summary>
    public string? Error { get; init; }
}
