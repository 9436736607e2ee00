using Spectre.Console;
using Switchyard.Verbs.Checks;

namespace Switchyard.Verbs.Printing;

/// <summary>Findings for people.</summary>
internal static class CheckPrinter
{
    public static void Print(TextWriter output, IReadOnlyList<Check> checks) =>
        Screen.Print(
            output,
            console =>
            {
                var grid = new Grid().AddColumn().AddColumn(new GridColumn().NoWrap()).AddColumn();
                foreach (var check in checks)
                {
                    var color = check.Status switch
                    {
                        Check.Fine => Color.Green,
                        Check.Doubt => Color.Yellow,
                        _ => Color.Red,
                    };
                    grid.AddRow(
                        Screen.Text(check.Status, new Style(color)),
                        Screen.Text(check.Name),
                        Screen.Text(check.Detail)
                    );
                }

                console.Write(grid);
            }
        );
}
