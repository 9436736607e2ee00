namespace Switchyard.Engine.Schedules;

/// <summary>What a schedule does of itself. The numbers are stored: never renumber, only add.</summary>
public enum ScheduleStatus : byte
{
    /// <summary>It runs when it is due and when it is triggered.</summary>
    Active = 1,

    /// <summary>It runs only when it is triggered.</summary>
    Paused = 2,

    /// <summary>It does not run at all.</summary>
    Disabled = 3,
}
