using System.Text.Json;

namespace Switchyard.Bench.Report;

/// <summary>The report as a JSON file.</summary>
/// <param name="StartedAt">When the bench began, UTC.</param>
/// <param name="Quick">The short form.</param>
/// <param name="Machine">Where.</param>
/// <param name="Settings">The <c>SWITCHYARD_</c> environment that the servers inherited, secrets left out.</param>
/// <param name="Measurements">All that was measured.</param>
/// <param name="Figures">The promised figures of which something was measured.</param>
internal sealed record ReportFile(
    DateTimeOffset StartedAt,
    bool Quick,
    Machine Machine,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyList<ReportFile.MeasurementRow> Measurements,
    IReadOnlyList<ReportFile.FigureRow> Figures
)
{
    /// <summary>What a setting's name has when its value must not be written; a database URL can hold a password.</summary>
    private static readonly string[] Secrets = ["key", "secret", "password", "database"];

    public static async Task WriteAsync(
        string path,
        BenchReport report,
        DateTimeOffset startedAt,
        CancellationToken cancellation
    )
    {
        var file = new ReportFile(
            startedAt,
            report.Quick,
            report.Machine,
            InheritedSettings(),
            [
                .. report.Measurements.Select(row => new MeasurementRow(
                    row.Name,
                    row.Unit,
                    row.Median,
                    row.Min,
                    row.Max,
                    row.Runs
                )),
            ],
            [.. report.Verdicts.Select(FigureRow.From)]
        );
        await using FileStream stream = File.Create(path);
        await JsonSerializer.SerializeAsync(stream, file, ReportJsonContext.Default.ReportFile, cancellation);
    }

    private static SortedDictionary<string, string> InheritedSettings()
    {
        const string prefix = "SWITCHYARD_";
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (System.Collections.DictionaryEntry item in Environment.GetEnvironmentVariables())
        {
            string name = (string)item.Key;
            bool secret = Secrets.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));
            if (name.StartsWith(prefix, StringComparison.Ordinal) && !secret)
            {
                settings[name] = (string?)item.Value ?? "";
            }
        }
        return settings;
    }

    internal sealed record MeasurementRow(
        string Name,
        string Unit,
        double Median,
        double Min,
        double Max,
        IReadOnlyList<double> Runs
    );

    internal sealed record FigureRow(
        string Title,
        string Measurement,
        string Sense,
        double Required,
        double? Aim,
        double Measured,
        bool Ok,
        bool? AimMet
    )
    {
        public static FigureRow From(Verdict verdict) =>
            new(
                verdict.Figure.Title,
                verdict.Figure.Measurement,
                verdict.Figure.Sense == Report.Sense.AtLeast ? "at_least" : "at_most",
                verdict.Figure.Required,
                verdict.Figure.Aim,
                verdict.Measured.Median,
                verdict.Ok,
                verdict.AimMet
            );
    }
}
