using Switchyard.Engine.Schedules;

namespace Switchyard.Cron.Tests;

public sealed class CronCalendarsTests
{
    private static readonly CronCalendars Calendars = new();

    [Theory]
    [InlineData("", "0 fields")]
    [InlineData("* * * *", "4 fields")]
    [InlineData("* * * * * * *", "7 fields")]
    [InlineData("@every 5m", "2 fields")]
    [InlineData("@reboot", "'@reboot' is none of")]
    [InlineData("60 * * * *", "The minute '60'")]
    [InlineData("a * * * *", "The minute 'a'")]
    [InlineData("*/0 * * * *", "The minute '*/0'")]
    [InlineData("1,,2 * * * *", "The minute '1,,2'")]
    [InlineData("H * * * *", "The minute 'H'")]
    [InlineData("0 24 * * *", "The hour '24'")]
    [InlineData("0 1- * * *", "The hour '1-'")]
    [InlineData("0 0 0 * *", "The day of the month '0'")]
    [InlineData("0 0 32W * *", "The day of the month '32W'")]
    [InlineData("0 0 * 13 *", "The month '13'")]
    [InlineData("0 0 * * 8", "The day of the week '8'")]
    [InlineData("0 0 * * 5#6", "The day of the week '5#6'")]
    [InlineData("60 0 0 * * *", "The second '60'")]
    [InlineData("99999999999 * * * *", "The minute '99999999999'")]
    [InlineData("0 0 31 2 *", "No day is ever like that")]
    public void Text_ThatIsNone_IsRefusedByItsField(string text, string problem)
    {
        var refused = Should.Throw<CalendarException>(() => Calendars.Parse(text, "UTC"));

        refused.Field.ShouldBe("schedule");
        refused.Message.ShouldContain(problem);
    }

    [Fact]
    public void Text_OverTheLimit_IsRefused() =>
        Should
            .Throw<CalendarException>(() => Calendars.Parse(string.Join(',', Enumerable.Repeat("1", 200)), "UTC"))
            .Message.ShouldContain("at most 256");

    [Theory]
    [InlineData("")]
    [InlineData("Europe/Atlantis")]
    [InlineData("../../etc/passwd")]
    [InlineData("W. Europe Standard Time")]
    public void Zone_ThatIsNone_IsRefused(string zone) =>
        Should.Throw<CalendarException>(() => Calendars.Parse("* * * * *", zone)).Field.ShouldBe("time_zone");

    [Theory]
    [InlineData("0 12 * * 1", "0 0 12 * * 1")]
    [InlineData("0 12 * * 7", "0 0 12 * * 0")]
    [InlineData("0 12 * * 5#2", "0 0 12 * * 5#2")]
    [InlineData("*/5 1-3 13 * fri", "0 */5 1-3 13 * FRI")]
    public void Text_OfSixFields_CountsDaysLikeOneOfFive(string five, string six) => Times(six).ShouldBe(Times(five));

    [Fact]
    public void Next_WithinASecond_IsTheNextWholeOne()
    {
        var half = new DateTimeOffset(2026, 1, 1, 0, 0, 0, 500, TimeSpan.Zero);

        Calendars
            .Parse("* * * * * *", "UTC")
            .Next(half)
            .ShouldBe(new DateTimeOffset(2026, 1, 1, 0, 0, 1, TimeSpan.Zero));
    }

    private static List<DateTimeOffset?> Times(string text)
    {
        var calendar = Calendars.Parse(text, "Europe/Berlin");
        List<DateTimeOffset?> times = [new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)];
        while (times.Count < 20)
        {
            times.Add(calendar.Next(times[^1]!.Value));
        }

        return times;
    }
}
