using System.Buffers;
using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Switchyard.Telemetry;

/// <summary>
/// The text format that Prometheus scrapes, version 0.0.4, with names as OpenTelemetry's compatibility rules make them:
/// <c>switchyard.round.duration</c> in <c>s</c> is <c>switchyard_round_duration_seconds</c>, counters end in <c>_total</c>.
/// </summary>
internal readonly struct PrometheusText(IBufferWriter<byte> writer)
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "_seconds",
        ["ms"] = "_milliseconds",
        ["By"] = "_bytes",
        ["1"] = "_ratio",
        ["%"] = "_percent",
    };

    /// <summary>What a metric is called there.</summary>
    public static string NameOf(Metric metric)
    {
        var name = Plain(metric.Name);
        var unit = Units.GetValueOrDefault(metric.Unit, "");
        if (!name.EndsWith(unit, StringComparison.Ordinal))
        {
            name += unit;
        }

        return IsCounter(metric) && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    /// <summary>Says which version is running.</summary>
    public void WriteBuild(string version)
    {
        Write("# HELP switchyard_build_info The version that runs.\n# TYPE switchyard_build_info gauge\n");
        Write($"switchyard_build_info{{version=\"{Escaped(version)}\"}} 1\n");
    }

    /// <summary>What it means and what kind it is.</summary>
    public void WriteHeading(string name, Metric metric)
    {
        if (metric.Description.Length > 0)
        {
            Write($"# HELP {name} {metric.Description.Replace("\\", @"\\").Replace("\n", @"\n")}\n");
        }

        var kind =
            metric.MetricType.IsHistogram() ? "histogram"
            : IsCounter(metric) ? "counter"
            : "gauge";
        Write($"# TYPE {name} {kind}\n");
    }

    /// <summary>Its series.</summary>
    public void WritePoints(string name, Metric metric)
    {
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            var labels = Labels(point.Tags);
            if (metric.MetricType.IsHistogram())
            {
                WriteHistogram(name, labels, point);
            }
            else
            {
                WriteValue(name, labels, Value(metric.MetricType, point));
            }
        }
    }

    private static bool IsCounter(Metric metric) => metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;

    private static double Value(MetricType type, in MetricPoint point) =>
        type switch
        {
            MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
            MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
            MetricType.LongGauge => point.GetGaugeLastValueLong(),
            _ => point.GetGaugeLastValueDouble(),
        };

    private static string Labels(ReadOnlyTagCollection tags)
    {
        var labels = new StringBuilder();
        foreach (var (key, value) in tags)
        {
            labels.Append(labels.Length == 0 ? "" : ",").Append(Plain(key));
            labels
                .Append("=\"")
                .Append(Escaped(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""))
                .Append('"');
        }

        return labels.ToString();
    }

    // Clients choose job types: whatever they hold, a label is one line and ends at its quote.
    private static string Escaped(string value) =>
        value.Replace("\\", @"\\").Replace("\"", "\\\"").Replace("\n", @"\n").Replace("\r", @"\r");

    private static string Plain(string name) =>
        string.Create(
            name.Length,
            name,
            static (span, from) =>
            {
                for (var i = 0; i < from.Length; i++)
                {
                    span[i] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '_';
                }
            }
        );

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private void WriteHistogram(string name, string labels, in MetricPoint point)
    {
        long count = 0;
        var separator = labels.Length == 0 ? "" : ",";
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            WriteValue(name + "_bucket", $"{labels}{separator}le=\"{Number(bucket.ExplicitBound)}\"", count);
        }

        WriteValue(name + "_sum", labels, point.GetHistogramSum());
        WriteValue(name + "_count", labels, point.GetHistogramCount());
    }

    private void WriteValue(string name, string labels, double value)
    {
        Write(name);
        if (labels.Length > 0)
        {
            Write("{");
            Write(labels);
            Write("}");
        }

        Write(" ");
        Write(Number(value));
        Write("\n");
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, writer);
}
