using System.Buffers;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Switchyard.Telemetry;

/// <summary>Writes what was collected as Prometheus text, to whoever asked.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    /// <summary>Where the collection under way goes; null for nowhere.</summary>
    public IBufferWriter<byte>? Into { get; set; }

    /// <inheritdoc/>
    public Func<int, bool>? Collect { get; set; }

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        if (Into is not { } writer)
        {
            return ExportResult.Success;
        }

        var metrics = new List<Metric>();
        foreach (var metric in batch)
        {
            metrics.Add(metric);
        }

        var text = new PrometheusText(writer);
        text.WriteBuild(Product.Version);
        // One name has one heading, whichever meters it comes from.
        foreach (
            var group in metrics.GroupBy(PrometheusText.NameOf).OrderBy(group => group.Key, StringComparer.Ordinal)
        )
        {
            text.WriteHeading(group.Key, group.First());
            foreach (var metric in group)
            {
                text.WritePoints(group.Key, metric);
            }
        }

        return ExportResult.Success;
    }
}
