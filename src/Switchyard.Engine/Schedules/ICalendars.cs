namespace Switchyard.Engine.Schedules;

/// <summary>Reads cron texts: the engine knows when something is due only by what this gives it.</summary>
public interface ICalendars
{
    /// <summary>Reads a text of 5 fields, of 6 with the seconds first, or a name such as <c>@hourly</c>.</summary>
    /// <param name="text">As a person wrote it.</param>
    /// <param name="timeZone">The zone of its times, by its IANA name.</param>
    /// <exception cref="CalendarException">The text or the zone is none.</exception>
    ICalendar Parse(string text, string timeZone);
}
