using System.Globalization;
using Spectre.Console;

namespace Switchyard.Verbs.Printing;

/// <summary>
/// Tables for people: framed and coloured on a terminal, plain columns elsewhere. Nothing else touches Spectre.Console,
/// so that a verb which prints no table does not load it.
/// </summary>
internal static class Screen
{
    /// <summary>Wide enough that nothing is wrapped where there is no terminal.</summary>
    private const int NoTerminalWidth = 4_000;

    /// <summary>Prints, on a terminal as it can, elsewhere without colours and without blanks at the ends of lines.</summary>
    public static void Print(TextWriter output, Action<IAnsiConsole> print)
    {
        if (IsTerminal(output))
        {
            var isPlain = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
            print(Open(output, isPlain ? AnsiSupport.No : AnsiSupport.Detect));
            return;
        }

        var text = new StringWriter();
        var console = Open(text, AnsiSupport.No);
        console.Profile.Width = NoTerminalWidth;
        print(console);
        foreach (var line in text.ToString().TrimEnd().Split('\n'))
        {
            output.WriteLine(line.TrimEnd());
        }
    }

    /// <summary>Whether people read it as it is.</summary>
    public static bool IsTerminal(TextWriter output) => new AnsiConsoleOutput(output).IsTerminal;

    /// <summary>A line of somebody else's, with nothing in it that could steer the terminal.</summary>
    public static string Defused(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) && c != '\t' ? '\uFFFD' : c));

    public static Table Table(IAnsiConsole console, params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = console.Profile.Out.IsTerminal ? TableBorder.Rounded : TableBorder.None };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)).NoWrap());
        }

        return table;
    }

    /// <summary>Text of somebody else's: what could steer the terminal is taken out.</summary>
    public static Text Text(string? text, Style? style = null) =>
        new(string.Concat((text ?? "").Select(c => char.IsControl(c) ? '\uFFFD' : c)), style);

    public static Text Number(long number) => new(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A moment, in UTC.</summary>
    public static Text Time(DateTimeOffset? time) =>
        new(time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "");

    private static IAnsiConsole Open(TextWriter output, AnsiSupport ansi) =>
        AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(output),
                Ansi = ansi,
                ColorSystem = ansi == AnsiSupport.No ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
                Interactive = InteractionSupport.No,
            }
        );
}
