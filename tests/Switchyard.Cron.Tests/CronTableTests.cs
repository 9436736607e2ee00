using System.Globalization;

namespace Switchyard.Cron.Tests;

/// <summary>Expressions, zones and days on which the clocks change, with times from another implementation (cron-table.py).</summary>
public sealed class CronTableTests
{
    private static readonly CronCalendars Calendars = new();

    public static IEnumerable<TheoryDataRow<string, string, string, string>> Rows() =>
        Table()
            .Select(cells => new TheoryDataRow<string, string, string, string>(cells[0], cells[1], cells[2], cells[3]));

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void Slots_AfterAMoment_AreThoseOfTheTable(string text, string timeZone, string after, string expected)
    {
        var calendar = Calendars.Parse(text, timeZone);
        var at = DateTimeOffset.Parse(after, CultureInfo.InvariantCulture);
        var slots = new List<string>();
        foreach (var _ in expected.Split(' '))
        {
            at = calendar.Next(at).ShouldNotBeNull();
            slots.Add(at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }

        string.Join(' ', slots).ShouldBe(expected);
    }

    [Fact]
    public void Table_OfTheProject_HasItsRows() => Table().Count().ShouldBe(248);

    private static IEnumerable<string[]> Table()
    {
        using var stream = typeof(CronTableTests).Assembly.GetManifestResourceStream(
            "Switchyard.Cron.Tests.cron-table.txt"
        )!;
        using var reader = new StreamReader(stream);
        return
        [
            .. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(" | ")),
        ];
    }
}
