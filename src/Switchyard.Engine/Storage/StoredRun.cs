namespace Switchyard.Engine.Storage;

/// <summary>What makes a job a run.</summary>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="Slot">The slot that it is for; null for by hand.</param>
public sealed record StoredRun(long ScheduleId, DateTimeOffset? Slot);
