namespace Switchyard.Engine.Schedules;

/// <summary>What was wrong with a request.</summary>
/// <param name="Field">The field, as the native API names it: <c>schedule</c>, <c>time_zone</c>, <c>name</c>, <c>jitter_seconds</c>; null when it is none in particular.</param>
/// <param name="Message">Why, in words for the client, the field's name not among them.</param>
public sealed record ScheduleProblem(string? Field, string Message);
