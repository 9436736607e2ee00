using System.Globalization;
using Spectre.Console;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Workers;

namespace Switchyard.Verbs.Printing;

/// <summary>A server at one moment, for people.</summary>
internal static class TopPrinter
{
    private const string Home = "\u001b[H\u001b[J"; // the cursor to the top, and all below it away

    public static void Print(TextWriter output, Uri server, TopSample sample)
    {
        if (Screen.IsTerminal(output))
        {
            output.Write(Home);
        }

        Screen.Print(
            output,
            console =>
            {
                var rate = sample.FinishedPerSecond is { } perSecond
                    ? perSecond.ToString("0.0", CultureInfo.InvariantCulture)
                    : "-";
                var time = sample.At.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);
                console.Write(Screen.Text($"{server} at {time}, {rate} jobs ended a second"));
                console.WriteLine();
                console.Write(
                    Screen.Text(string.Join("  ", sample.Jobs.Select(state => $"{state.Key} {state.Value}")))
                );
                console.WriteLine();
                console.WriteLine();
                console.Write(Workers(console, sample.Workers));
                console.WriteLine();
                console.Write(Running(console, sample));
            }
        );
    }

    private static Table Workers(IAnsiConsole console, IReadOnlyList<WorkerView> workers)
    {
        var table = Screen.Table(console, "WORKER", "STATUS", "HELD", "OF", "CPU", "MEMORY", "DISK", "TYPES");
        foreach (var worker in workers)
        {
            table.AddRow(
                Screen.Text(worker.Id),
                Screen.Text(worker.Status, new Style(worker.Status == "online" ? Color.Green : Color.Grey)),
                Screen.Number(worker.Held),
                Screen.Number(worker.Capacity),
                Percent(worker.SystemInfo?.CpuUsage),
                Percent(worker.SystemInfo?.MemoryUsage),
                Percent(worker.SystemInfo?.DiskUsage),
                Screen.Text(string.Join(',', worker.Types))
            );
        }

        return table;
    }

    private static Table Running(IAnsiConsole console, TopSample sample)
    {
        var table = Screen.Table(console, "JOB", "TYPE", "ATTEMPT", "FOR", "WORKER");
        foreach (var job in sample.Running)
        {
            table.AddRow(
                Screen.Number(job.Id),
                Screen.Text(job.Type),
                Screen.Number(job.Attempt),
                Screen.Text(For(job, sample.At)),
                Screen.Text(job.Worker ?? "-")
            );
        }

        return table;
    }

    // Clocks of two machines may differ: nothing runs for less than no time.
    private static string For(JobView job, DateTimeOffset now) =>
        now > job.StartedAt
            ? (now - job.StartedAt.Value).ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture)
            : "-";

    private static Text Percent(double? value) =>
        new(value is { } percent ? percent.ToString("0", CultureInfo.InvariantCulture) + "%" : "-");
}
