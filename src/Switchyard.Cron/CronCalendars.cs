using Switchyard.Engine.Schedules;
using ICalendar = Switchyard.Engine.Schedules.ICalendar;

namespace Switchyard.Cron;

/// <summary>Calendars of cron texts, as Quartz reads them.</summary>
public sealed class CronCalendars : ICalendars
{
    /// <inheritdoc/>
    public ICalendar Parse(string text, string timeZone)
    {
        var calendar = new CronCalendar(CronText.Parse(text), Zone(timeZone));
        return calendar.Next(DateTimeOffset.UnixEpoch) is null
            ? throw new CalendarException("schedule", $"No day is ever like that: '{text}'.")
            : calendar;
    }

    private static TimeZoneInfo Zone(string name)
    {
        // Names of other systems are understood on some machines only: a schedule must mean the same on every node.
        if (name == "UTC" || (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId))
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }

        throw new CalendarException(
            "time_zone",
            $"There is no time zone '{name}': an IANA name such as Europe/Berlin is needed."
        );
    }
}
