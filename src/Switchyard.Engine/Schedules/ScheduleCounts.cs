namespace Switchyard.Engine.Schedules;

/// <summary>How many schedules there are, from kept counts.</summary>
/// <param name="Active">Active ones.</param>
/// <param name="Paused">Paused ones.</param>
/// <param name="Disabled">Disabled ones.</param>
public readonly record struct ScheduleCounts(long Active, long Paused, long Disabled)
{
    /// <summary>All of them.</summary>
    public long Total => Active + Paused + Disabled;
}
