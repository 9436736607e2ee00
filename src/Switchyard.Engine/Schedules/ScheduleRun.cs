using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Schedules;

/// <summary>One run of a schedule; its number is its job's.</summary>
/// <param name="ScheduleId">The schedule, which may be deleted since.</param>
/// <param name="Slot">The slot that it is for; null when it was triggered by hand.</param>
/// <param name="Job">As it stands, on the page of a list without its result.</param>
public sealed record ScheduleRun(long ScheduleId, DateTimeOffset? Slot, JobSnapshot Job);
