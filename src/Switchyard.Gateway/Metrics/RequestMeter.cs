using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Switchyard.Engine.Diagnostics;

namespace Switchyard.Gateway.Metrics;

/// <summary>
/// How long requests take, by listener and status. In the server's place: its own meter tells more of each, and costs a full
/// cycle of a task a tenth of its rate.
/// </summary>
internal sealed class RequestMeter : IDisposable
{
    private static readonly KeyValuePair<string, object?>[] Statuses =
    [
        .. Enumerable
            .Range(0, 600)
            .Select(status => new KeyValuePair<string, object?>("http.response.status_code", status)),
    ];

    private readonly Meter _meter = new(EngineTelemetry.Name);
    private readonly Histogram<double> _durations;
    private readonly TimeProvider _clock;

    public RequestMeter(TimeProvider clock)
    {
        _clock = clock;
        _durations = _meter.CreateHistogram(
            "http.server.request.duration",
            "s",
            "Requests, long polls with their waits; WebSockets are none.",
            null,
            new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries =
                [
                    0.001,
                    0.0025,
                    0.005,
                    0.01,
                    0.025,
                    0.05,
                    0.1,
                    0.25,
                    0.5,
                    1,
                    2.5,
                    5,
                    10,
                    60,
                ],
            }
        );
    }

    /// <summary>Whether anybody wants to know.</summary>
    public bool IsOn => _durations.Enabled;

    /// <summary>Answers a request and notes how long that took.</summary>
    /// <param name="context">The request.</param>
    /// <param name="listener">The tag of the listener that it came in by.</param>
    /// <param name="handler">Answers it.</param>
    public async Task MeasureAsync(
        HttpContext context,
        KeyValuePair<string, object?> listener,
        Func<HttpContext, Task> handler
    )
    {
        var began = _clock.GetTimestamp();
        await handler(context);
        var status = context.Response.StatusCode;
        _durations.Record(
            _clock.GetElapsedTime(began).TotalSeconds,
            listener,
            Statuses[status < Statuses.Length ? status : 0]
        );
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
