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

    /// <summary>Until a node that starts has better things to compile.</summary>
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(1);

    private readonly TelemetryModel _model;
    private readonly TimeProvider _clock;
    private readonly bool _exports;
    private readonly PrometheusExporter _page = new();
    private readonly Lock _gate = new();
    private ITimer? _timer;
    private BaseExportingMetricReader? _reader;
    private MeterProvider? _meters;
    private TracerProvider? _traces;
    private bool _isOver;

    /// <param name="model">What to collect.</param>
    /// <param name="clock">Says when to begin.</param>
    public NodeTelemetry(TelemetryModel model, TimeProvider clock)
    {
        (_model, _clock) = (model, clock);
        _exports =
            model.Endpoint is not null
            || EndpointVariables.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });
    }

    /// <summary>
    /// Begins to collect: at once where there is a collector, else with the first scrape or a second from now. It takes some
    /// 50 ms, most of it compiling, a sixth of a start; and counts are kept by the engine meanwhile.
    /// </summary>
    public void Start()
    {
        if (_exports)
        {
            Begin();
        }
        else if (_model.Metrics)
        {
            _timer = _clock.CreateTimer(_ => Begin(), null, Later, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public string ContentType => PrometheusText.ContentType;

    /// <inheritdoc/>
    public void Write(IBufferWriter<byte> into)
    {
        Begin();
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
        _timer?.Dispose();
        lock (_gate)
        {
            _isOver = true;
        }

        _meters?.Shutdown(1_000);
        _traces?.Shutdown(1_000);
        _meters?.Dispose();
        _traces?.Dispose();
        _reader?.Dispose();
    }

    private void Begin()
    {
        lock (_gate)
        {
            if (_reader is not null || _isOver)
            {
                return;
            }

            // The SDK reads all that has a name in the OpenTelemetry standard from here.
            var settings = new ConfigurationBuilder()
                .AddEnvironmentVariables()
                .AddInMemoryCollection(Settings(_model))
                .Build();
            _reader = new BaseExportingMetricReader(_page);
            _meters = _model.Metrics ? Meters(settings, _exports, _reader) : null;
            _traces = _exports && _model.TraceRatio > 0 ? Traces(settings, _model.TraceRatio) : null;
        }
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
