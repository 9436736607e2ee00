namespace Switchyard.Engine.Schedules;

/// <summary>How many runs ended on one day (UTC), from kept counts; a node that crashed lost those of its last seconds.</summary>
/// <param name="Succeeded">Those that succeeded.</param>
/// <param name="Failed">Those that failed, in whatever way, or were cancelled.</param>
public readonly record struct RunCounts(long Succeeded, long Failed);
