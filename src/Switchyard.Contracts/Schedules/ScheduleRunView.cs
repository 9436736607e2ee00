using Switchyard.Contracts.Jobs;

namespace Switchyard.Contracts.Schedules;

/// <summary>A run of a schedule.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="Slot">The slot that it is for; absent when it was triggered by hand.</param>
/// <param name="Job">The job that it is.</param>
public sealed record ScheduleRunView(long ScheduleId, DateTimeOffset? Slot, JobView Job);
