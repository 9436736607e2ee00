using Spectre.Console;
using Switchyard.Contracts.Workers;

namespace Switchyard.Verbs.Printing;

/// <summary>Workers for people.</summary>
internal static class WorkerPrinter
{
    public static void PrintList(TextWriter output, IReadOnlyList<WorkerView> workers) =>
        Screen.Print(output, console => console.Write(Table(console, workers)));

    private static Table Table(IAnsiConsole console, IReadOnlyList<WorkerView> workers)
    {
        var table = Screen.Table(console, "ID", "STATUS", "BY", "HELD", "OF", "TYPES", "TAGS", "ADDRESS", "LAST SEEN");
        foreach (var worker in workers)
        {
            table.AddRow(
                Screen.Text(worker.Id),
                Screen.Text(worker.Status, new Style(worker.Status == "online" ? Color.Green : Color.Grey)),
                Screen.Text($"{worker.Dialect}/{worker.Transport}"),
                Screen.Number(worker.Held),
                Screen.Number(worker.Capacity),
                Screen.Text(string.Join(',', worker.Types)),
                Screen.Text(worker.Tags.Count == 0 ? "-" : string.Join(',', worker.Tags)),
                Screen.Text(worker.Address),
                Screen.Time(worker.LastSeenAt)
            );
        }

        return table;
    }
}
