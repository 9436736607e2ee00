using Switchyard.Engine.Schedules;

namespace Switchyard.Engine.Storage;

/// <summary>How many runs of an owner ended on a day.</summary>
/// <param name="Day">The day (UTC).</param>
/// <param name="Owner">The owner.</param>
/// <param name="Counts">How many, and how.</param>
public readonly record struct RunEnds(DateOnly Day, long Owner, RunCounts Counts);
