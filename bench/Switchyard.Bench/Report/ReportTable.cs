using System.Globalization;

namespace Switchyard.Bench.Report;

/// <summary>The report as text.</summary>
internal static class ReportTable
{
    public static async Task WriteAsync(BenchReport report, TextWriter output)
    {
        Machine machine = report.Machine;
        await output.WriteLineAsync(
            $"{machine.Cores} × {machine.CpuModel}, {machine.MemoryMib} MiB, {machine.Kernel}, {machine.FileSystem}, "
                + $"{machine.Dotnet}, SQLite {machine.Sqlite}"
        );
        await WriteRowsAsync(
            output,
            ["measured", "unit", "median", "min", "max"],
            report.Measurements.Select(Row).ToList()
        );
        await WriteRowsAsync(
            output,
            ["figure", "required", "aim", "measured", "ok"],
            report.Verdicts.Select(Row).ToList()
        );
        if (report.Quick)
        {
            await output.WriteLineAsync("A quick run: it shows that the scenarios work, its numbers mean little.");
        }
    }

    public static string Number(double value) =>
        Math.Abs(value) switch
        {
            >= 1000 => value.ToString("N0", CultureInfo.InvariantCulture),
            >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
            _ => value.ToString("F3", CultureInfo.InvariantCulture),
        };

    private static string[] Row(Measurement row) =>
        [row.Name, row.Unit, Number(row.Median), Number(row.Min), Number(row.Max)];

    private static string[] Row(Verdict row)
    {
        string sign = row.Figure.Sense == Sense.AtLeast ? "≥" : "≤";
        string ok = (row.Ok, row.AimMet) switch
        {
            (false, _) => "NO",
            (true, true) => "yes, aim met",
            _ => "yes",
        };
        return
        [
            row.Figure.Title,
            $"{sign} {Number(row.Figure.Required)}",
            row.Figure.Aim is { } aim ? $"{sign} {Number(aim)}" : "",
            $"{Number(row.Measured.Median)} {row.Measured.Unit}",
            ok,
        ];
    }

    private static async Task WriteRowsAsync(TextWriter output, string[] heads, List<string[]> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }
        int[] widths = [.. heads.Select((head, column) => rows.Max(row => Math.Max(row[column].Length, head.Length)))];
        await output.WriteLineAsync();
        foreach (string[] row in rows.Prepend(heads))
        {
            await output.WriteLineAsync(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        }
    }
}
