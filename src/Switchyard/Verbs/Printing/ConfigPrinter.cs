using Spectre.Console;

namespace Switchyard.Verbs.Printing;

/// <summary>Options and checks for people.</summary>
internal static class ConfigPrinter
{
    public static void Print(TextWriter output, IReadOnlyList<ConfigValue> values) =>
        Screen.Print(
            output,
            console =>
            {
                var table = Screen.Table(console, "KEY", "VALUE", "SOURCE");
                foreach (var value in values)
                {
                    var style = new Style(value.Source == "default" ? Color.Grey : Color.Default);
                    table.AddRow(
                        Screen.Text(value.Key, style),
                        Screen.Text(value.Value, style),
                        Screen.Text(value.Source, style)
                    );
                }

                console.Write(table);
            }
        );
}
