using System.Text.Json.Serialization;
using Switchyard.Contracts.Json;

namespace Switchyard.Contracts.Schedules;

/// <summary>The body of <c>POST /api/v1/schedules/{id}/trigger</c>, which may be absent.</summary>
public sealed record ScheduleTrigger
{
    /// <summary>What the worker gets in the place of the schedule's own payload.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public RawJson Payload { get; init; }
}
