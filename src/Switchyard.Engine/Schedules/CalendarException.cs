namespace Switchyard.Engine.Schedules;

/// <summary>A cron text or a time zone that cannot be used.</summary>
/// <param name="field">What is wrong: <c>schedule</c> or <c>time_zone</c>.</param>
/// <param name="message">Why, naming the field of the cron text.</param>
public sealed class CalendarException(string field, string message) : Exception(message)
{
    /// <summary>What is wrong: <c>schedule</c> or <c>time_zone</c>.</summary>
    public string Field { get; } = field;
}
