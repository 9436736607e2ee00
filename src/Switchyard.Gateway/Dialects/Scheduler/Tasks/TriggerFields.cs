using System.Text.Json.Nodes;

namespace Switchyard.Gateway.Dialects.Scheduler.Tasks;

/// <summary>How one run differs.</summary>
/// <param name="Parameters">Members in the place of the payload's, or of the executor's fields; null takes one out.</param>
internal sealed record TriggerFields(JsonObject? Parameters);
