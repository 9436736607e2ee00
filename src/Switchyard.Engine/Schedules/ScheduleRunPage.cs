namespace Switchyard.Engine.Schedules;

/// <summary>One page of runs.</summary>
/// <param name="Runs">Newest first.</param>
/// <param name="Total">How many match, on all pages; with a filter, of the newest <see cref="ScheduleRunQuery.ScanLimit"/>.</param>
public sealed record ScheduleRunPage(IReadOnlyList<ScheduleRun> Runs, long Total);
