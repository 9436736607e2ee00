namespace Switchyard.Engine.Storage;

/// <summary>One page of schedules.</summary>
/// <param name="Schedules">Newest first, without their payloads.</param>
/// <param name="Total">How many match, on all pages.</param>
public sealed record StoredSchedulePage(IReadOnlyList<StoredSchedule> Schedules, long Total);
