using System.Text.Json.Serialization;
using Switchyard.Contracts.Json;

namespace Switchyard.Contracts.Workers.Http;

/// <summary>Renews a lease, and says how far its job is.</summary>
public sealed record LeaseReport
{
    /// <summary>The job's number.</summary>
    public required long Job { get; init; }

    /// <summary>The lease's number.</summary>
    public required long Token { get; init; }

    /// <summary>Any JSON value of at most 16 KiB; absent says nothing of it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RawJson Progress { get; init; }
}
