using Spectre.Console;
using Switchyard.Contracts.Keys;

namespace Switchyard.Verbs.Printing;

/// <summary>Keys for people.</summary>
internal static class KeyPrinter
{
    public static void PrintList(TextWriter output, IReadOnlyList<KeyView> keys) =>
        Screen.Print(output, console => console.Write(Table(console, keys)));

    private static Table Table(IAnsiConsole console, IReadOnlyList<KeyView> keys)
    {
        var table = Screen.Table(console, "ID", "NAME", "SCOPES", "IDS", "MAX QUEUED", "MAX/MIN", "CREATED");
        foreach (var key in keys)
        {
            table.AddRow(
                Screen.Number(key.Id),
                Screen.Text(key.Name),
                Screen.Text(string.Join(',', key.Scopes)),
                Screen.Text(key.IdFormat),
                key.MaxQueued is { } queued ? Screen.Number(queued) : Screen.Text("-"),
                key.MaxPerMinute is { } rate ? Screen.Number(rate) : Screen.Text("-"),
                Screen.Time(key.CreatedAt)
            );
        }

        return table;
    }
}
