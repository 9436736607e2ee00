using Spectre.Console;
using Switchyard.Contracts.Backups;

namespace Switchyard.Verbs.Printing;

/// <summary>Backups for people.</summary>
internal static class BackupPrinter
{
    public static void PrintList(TextWriter output, IReadOnlyList<BackupView> backups) =>
        Screen.Print(output, console => console.Write(Table(console, backups)));

    private static Table Table(IAnsiConsole console, IReadOnlyList<BackupView> backups)
    {
        var table = Screen.Table(console, "NAME", "BYTES", "CREATED");
        foreach (var backup in backups)
        {
            table.AddRow(Screen.Text(backup.Name), Screen.Number(backup.Bytes), Screen.Time(backup.CreatedAt));
        }

        return table;
    }
}
