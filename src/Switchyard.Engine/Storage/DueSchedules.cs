namespace Switchyard.Engine.Storage;

/// <summary>What is due now.</summary>
/// <param name="At">The time by which it is due.</param>
/// <param name="Schedules">Those whose slot is to be fired, the one due for longest first.</param>
/// <param name="Next">When the first of the others is due; null for never. Not to be relied on while there are more due ones than the limit.</param>
public sealed record DueSchedules(DateTimeOffset At, IReadOnlyList<StoredSchedule> Schedules, DateTimeOffset? Next);
