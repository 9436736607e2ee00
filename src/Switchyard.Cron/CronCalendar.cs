using Quartz;
using ICalendar = Switchyard.Engine.Schedules.ICalendar;

namespace Switchyard.Cron;

/// <summary>A cron text in its time zone.</summary>
internal sealed class CronCalendar(CronText text, TimeZoneInfo zone) : ICalendar
{
    private readonly CronExpression local = text.Expression.WithTimeZone(zone);

    /// <inheritdoc/>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var next = local.GetNextValidTimeAfter(after);

        // Quartz makes up for each skipped time. What comes every hour has lost nothing.
        while (text.IsHourly && next is { } slot && !IsAsWritten(slot))
        {
            next = local.GetNextValidTimeAfter(slot);
        }

        return next?.ToUniversalTime();
    }

    private bool IsAsWritten(DateTimeOffset slot) =>
        text.Expression.IsSatisfiedBy(new DateTimeOffset(TimeZoneInfo.ConvertTime(slot, zone).DateTime, TimeSpan.Zero));
}
