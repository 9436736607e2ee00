using System.Collections.Concurrent;

namespace Switchyard.Engine.Schedules;

/// <summary>Calendars that were read already: many schedules have the same text, and each is fired again and again.</summary>
internal sealed class CalendarCache(ICalendars calendars)
{
    /// <summary>Texts that are remembered; when there are more, all are forgotten.</summary>
    private const int Size = 10_000;

    private readonly ConcurrentDictionary<(string Text, string Zone), ICalendar> known = new();

    /// <summary>The calendar of a text.</summary>
    /// <exception cref="CalendarException">The text or the zone is none.</exception>
    public ICalendar Get(string text, string timeZone)
    {
        if (known.TryGetValue((text, timeZone), out var calendar))
        {
            return calendar;
        }

        if (known.Count >= Size)
        {
            known.Clear();
        }

        return known[(text, timeZone)] = calendars.Parse(text, timeZone);
    }

    /// <summary>Up to so many slots of a calendar from a moment on, that one included, and up to another.</summary>
    public static IEnumerable<DateTimeOffset> Slots(ICalendar calendar, DateTimeOffset from, DateTimeOffset to)
    {
        // A slot is a whole second: what comes after the tick before a moment includes the moment.
        for (var slot = calendar.Next(from.AddTicks(-1)); slot <= to; slot = calendar.Next(slot.Value))
        {
            yield return slot.Value;
        }
    }
}
