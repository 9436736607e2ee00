namespace Switchyard.Engine.Schedules;

/// <summary>When a cron text would run.</summary>
/// <param name="Slots">The next ones, in order; fewer than asked for when there are no more. Empty with a problem.</param>
/// <param name="Problem">What is wrong with the text, the zone or the count; null when nothing is.</param>
public sealed record SchedulePreview(IReadOnlyList<DateTimeOffset> Slots, ScheduleProblem? Problem = null);
