using Quartz;
using Switchyard.Engine.Schedules;

namespace Switchyard.Cron;

/// <summary>A cron text, understood: 5 fields as in a crontab, 6 with the seconds first, or a macro.</summary>
/// <param name="Expression">As Quartz has it, in UTC.</param>
/// <param name="IsHourly">Its hours are all hours, or every few hours: it goes by real time.</param>
internal sealed record CronText(CronExpression Expression, bool IsHourly)
{
    private const int MaxLength = 256;

    private static readonly string[] Names =
    [
        "second",
        "minute",
        "hour",
        "day of the month",
        "month",
        "day of the week",
    ];

    /// <exception cref="CalendarException">It is none.</exception>
    public static CronText Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            throw Wrong($"A cron text has at most {MaxLength} characters.");
        }

        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return fields switch
        {
            [['@', ..] macro] => new(
                Macro(macro),
                IsHourly: macro.Equals("@hourly", StringComparison.OrdinalIgnoreCase)
            ),
            [_, _, _, _, _] => Of("0", fields),
            [var seconds, .. { Length: 5 } rest] => Of(seconds, rest),
            _ => throw Wrong(
                $"'{text}' has {fields.Length} fields: 5 (minute hour day month weekday), 6 (second first) or a name such as @hourly are needed."
            ),
        };
    }

    private static CronExpression Macro(string macro)
    {
        try
        {
            return CronExpression.Parse(macro, CronFormat.Unix).WithTimeZone(TimeZoneInfo.Utc);
        }
        catch (FormatException)
        {
            throw Wrong($"'{macro}' is none of @yearly, @annually, @monthly, @weekly, @daily, @midnight and @hourly.");
        }
    }

    private static CronText Of(string seconds, string[] fields)
    {
        Check(0, seconds, $"{seconds} * * * * ?", CronFormat.Quartz);
        for (var i = 0; i < fields.Length; i++)
        {
            var alone = Enumerable.Repeat("*", fields.Length).ToArray();
            alone[i] = fields[i];
            Check(i + 1, fields[i], string.Join(' ', alone), CronFormat.Unix);
        }

        // Days of the week count as in a crontab in both forms: Quartz's own form begins with 1 for Sunday.
        var unix = Read(string.Join(' ', fields), CronFormat.Unix).CronExpressionString;
        return new(
            Read($"{seconds}{unix[unix.IndexOf(' ', StringComparison.Ordinal)..]}", CronFormat.Quartz),
            fields[1].StartsWith('*')
        );
    }

    private static void Check(int field, string value, string alone, CronFormat format)
    {
        try
        {
            if (value.Split(',').Any(item => item.Length == 0))
            {
                throw new FormatException("an item of its list is empty");
            }

            CronExpression.Parse(alone, format);
        }
        catch (FormatException problem)
        {
            throw Wrong($"The {Names[field]} '{value}' cannot be read: {problem.Message.TrimEnd('.')}.");
        }
    }

    private static CronExpression Read(string text, CronFormat format)
    {
        try
        {
            return CronExpression.Parse(text, format).WithTimeZone(TimeZoneInfo.Utc);
        }
        catch (FormatException problem)
        {
            throw Wrong(problem.Message);
        }
    }

    private static CalendarException Wrong(string message) => new("schedule", message);
}
