namespace Switchyard.Telemetry;

/// <summary>What a node tells of itself, and to whom.</summary>
/// <param name="Metrics">Whether it is measured: <c>/metrics</c> answers, and what is exported has metrics in it.</param>
/// <param name="Endpoint">The collector, by OTLP; null leaves it to the environment's <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.</param>
/// <param name="TraceRatio">The share of requests that are traced when their sender did not decide, 0 to 1.</param>
internal sealed record TelemetryModel(bool Metrics, Uri? Endpoint, double TraceRatio);
