namespace Switchyard.Engine.Schedules;

/// <summary>One page of schedules.</summary>
/// <param name="Schedules">Newest first, without their payloads.</param>
/// <param name="Total">How many match, on all pages.</param>
public sealed record SchedulePage(IReadOnlyList<Schedule> Schedules, long Total);
