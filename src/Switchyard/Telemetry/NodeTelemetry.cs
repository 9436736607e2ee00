using System.Buffers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Switchyard.Engine.Diagnostics;
using Switchyard.Gateway.Metrics;

namespace Switchyard.Telemetry;

/// <summary>Collects what is measured and traced in this process, and gives it away: as a page, and by OTLP.</summary>
internal sealed class NodeTelemetry : IMetricsPage, IDisposable
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] EndpointVariables =
    [
        EndpointVariable,
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    ];

    private readonly PrometheusExporter _page = new();
    private readonly Lock _gate = new();
    private BaseExportingMetricReader? _reader;
    private MeterProvider? _meters;
    private TracerProvider? _traces;

    /// <summary>
    /// Begins to collect. Apart from the making, since it takes some 50 ms, most of it compiling, which a node that starts
    /// does better once it serves.
    /// </summary>
    public void Begin(TelemetryModel model)
    {
        // The SDK reads all that has a name in the OpenTelemetry standard from here.
        var settings = new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddInMemoryCollection(Settings(model))
            .Build();
        var exports = EndpointVariables.Any(name => !string.IsNullOrEmpty(settings[name]));
        lock (_gate)
        {
            _reader = new BaseExportingMetricReader(_page);
            _meters = model.Metrics ? Meters(settings, exports, _reader) : null;
            _traces = exports && model.TraceRatio > 0 ? Traces(settings, model.TraceRatio) : null;
        }
    }

    /// <inheritdoc/>
    public string ContentType => PrometheusText.ContentType;

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> into)
    {
        lock (_gate)
        {
            _page.Into = into;
            _page.Collect?.Invoke(Timeout.Infinite); // set by the reader; the reader itself refuses to be pulled
            _page.Into = null;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Sends what is left, for 2 s at most: a collector that is gone must not hold up the end.</remarks>
    public void Dispose()
    {
        _meters?.Shutdown(1_000);
        _traces?.Shutdown(1_000);
        _meters?.Dispose();
        _traces?.Dispose();
        _reader?.Dispose();
    }

    private static IEnumerable<KeyValuePair<string, string?>> Settings(TelemetryModel model)
    {
        if (model.Endpoint is { } endpoint)
        {
            yield return new(EndpointVariable, endpoint.ToString());
        }
    }

    private static ResourceBuilder Resource() =>
        ResourceBuilder
            .CreateEmpty()
            .AddService(
                "switchyard",
                serviceVersion: Product.Version,
                serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}"
            )
            .AddTelemetrySdk()
            .AddEnvironmentVariableDetector(); // last: what the operator says of the service counts

    private static MeterProvider Meters(IConfiguration settings, bool exports, MetricReader page)
    {
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(settings))
            .SetResourceBuilder(Resource())
            // Of the server its connections alone: its requests are measured by the gateway, for a fraction of the price.
            .AddMeter(EngineTelemetry.Name, "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddReader(page);
        return (exports ? builder.AddOtlpExporter() : builder).Build();
    }

    private static TracerProvider Traces(IConfiguration settings, double ratio) =>
        Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(settings))
            .SetResourceBuilder(Resource())
            .AddSource(EngineTelemetry.Name)
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(ratio)))
            .AddOtlpExporter()
            .Build();
}
