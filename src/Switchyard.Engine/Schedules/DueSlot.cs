using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Schedules;

/// <summary>What is to be done with a schedule that is due.</summary>
/// <param name="Fires">The slot to make a run for; null for none.</param>
/// <param name="Move">What it is moved by.</param>
internal readonly record struct DueSlot(DateTimeOffset? Fires, ScheduleMove Move);
