namespace Switchyard.Engine.Storage;

/// <summary>What makes the one job of a submission a run of a schedule.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="Group">What its runs overlap by, at most 320 characters.</param>
/// <param name="Slot">The slot that it is for; null for by hand. A schedule has one run a slot.</param>
/// <param name="MaxLive">Runs of the group that have not ended, from which on no further one is made, 1 to 1,000; null for no bound.
/// Orders of the same round count already.</param>
/// <param name="Move">Takes the schedule from this slot to its next one; null leaves it where it is.</param>
public sealed record NewRun(long ScheduleId, string Group, DateTimeOffset? Slot, int? MaxLive, ScheduleMove? Move);
