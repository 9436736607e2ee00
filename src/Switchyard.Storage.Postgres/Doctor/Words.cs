using System.Globalization;

namespace Switchyard.Storage.Postgres.Doctor;

/// <summary>Quantities for people.</summary>
internal static class Words
{
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Bytes(long bytes) => $"{Count(bytes >> 20)} MiB";

    /// <summary>A span in its largest fitting unit.</summary>
    public static string Span(TimeSpan span) =>
        span switch
        {
            { TotalDays: >= 2 } => $"{Count((long)span.TotalDays)} days",
            { TotalHours: >= 2 } => $"{Count((long)span.TotalHours)} h",
            { TotalMinutes: >= 2 } => $"{Count((long)span.TotalMinutes)} min",
            { TotalSeconds: >= 2 } => $"{Count((long)span.TotalSeconds)} s",
            _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0.##} ms"),
        };
}
