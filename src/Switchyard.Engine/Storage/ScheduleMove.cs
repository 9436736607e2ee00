namespace Switchyard.Engine.Storage;

/// <summary>Takes a schedule from one slot to the next, if it is still at that one.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="Slot">The slot that it is at.</param>
/// <param name="Next">The next slot; null for none any more.</param>
/// <param name="DueAt">When that is to be fired; null with no slot.</param>
public sealed record ScheduleMove(long ScheduleId, DateTimeOffset Slot, DateTimeOffset? Next, DateTimeOffset? DueAt);
