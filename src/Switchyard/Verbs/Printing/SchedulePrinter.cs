using System.Globalization;
using Spectre.Console;
using Switchyard.Contracts.Schedules;

namespace Switchyard.Verbs.Printing;

/// <summary>Schedules for people.</summary>
internal static class SchedulePrinter
{
    public static void PrintList(TextWriter output, IReadOnlyList<ScheduleView> schedules) =>
        Screen.Print(
            output,
            console =>
            {
                var table = Screen.Table(console, "ID", "NAME", "TYPE", "STATUS", "SCHEDULE", "ZONE", "NEXT", "RUNS");
                foreach (var schedule in schedules)
                {
                    table.AddRow(
                        Screen.Number(schedule.Id),
                        Screen.Text(schedule.Name),
                        Screen.Text(schedule.Type),
                        Screen.Text(schedule.Status),
                        Screen.Text(schedule.Schedule ?? "-"),
                        Screen.Text(schedule.TimeZone),
                        Screen.Time(schedule.DueAt),
                        Screen.Number(schedule.Runs)
                    );
                }

                console.Write(table);
            }
        );

    public static void PrintOne(TextWriter output, ScheduleView schedule, IReadOnlyList<ScheduleRunView> runs) =>
        Screen.Print(
            output,
            console =>
            {
                var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
                foreach (var (name, value) in Lines(schedule))
                {
                    grid.AddRow(new Text(name), Screen.Text(value));
                }

                console.Write(grid);
                if (runs.Count > 0)
                {
                    console.WriteLine();
                    console.Write(RunsTable(console, runs));
                }
            }
        );

    public static void PrintSlots(TextWriter output, IReadOnlyList<DateTimeOffset> slots)
    {
        foreach (var slot in slots)
        {
            output.WriteLine(Moment(slot));
        }
    }

    private static IEnumerable<(string Name, string Value)> Lines(ScheduleView schedule)
    {
        yield return ("id", schedule.Id.ToString(CultureInfo.InvariantCulture));
        yield return ("name", schedule.Name);
        yield return ("type", schedule.Type);
        yield return ("status", schedule.Status);
        yield return ("schedule", schedule.Schedule is { } text ? $"{text} ({schedule.TimeZone})" : "by hand");
        yield return ("overlap", schedule.Overlap);
        yield return ("catch up", schedule.CatchUp);
        foreach (var slot in schedule.NextRuns ?? [])
        {
            yield return ("next", Moment(slot));
        }

        yield return ("payload", JobPrinter.Cut(schedule.Payload));
    }

    private static Table RunsTable(IAnsiConsole console, IReadOnlyList<ScheduleRunView> runs)
    {
        var table = Screen.Table(console, "RUN", "SLOT", "STATE", "ATTEMPT", "WORKER", "STARTED", "FINISHED");
        foreach (var run in runs)
        {
            table.AddRow(
                Screen.Number(run.Job.Id),
                run.Slot is { } slot ? Screen.Time(slot) : Screen.Text("by hand"),
                Screen.Text(run.Job.State),
                Screen.Number(run.Job.Attempt),
                Screen.Text(run.Job.Worker),
                Screen.Time(run.Job.StartedAt),
                Screen.Time(run.Job.FinishedAt)
            );
        }

        return table;
    }

    private static string Moment(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
