namespace Switchyard.Engine.Schedules;

/// <summary>A cron text with its time zone. Immutable.</summary>
public interface ICalendar
{
    /// <summary>
    /// The first slot after a moment; null when there is none any more. A local time that the clocks skip is a slot at the
    /// first moment after the gap, one that they repeat is a slot once; intervals such as every 15 minutes go by real time.
    /// </summary>
    DateTimeOffset? Next(DateTimeOffset after);
}
