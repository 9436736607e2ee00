using System.Collections.Concurrent;
using System.Diagnostics;
using Switchyard.Engine.Diagnostics;

namespace Switchyard.Engine.Tests.Harness;

/// <summary>Collects the spans of one trace, which its sender asks to be recorded.</summary>
internal sealed class TraceReader : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();

    public TraceReader()
    {
        Parent = $"00-{_trace}-{ActivitySpanId.CreateRandom()}-01";
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == EngineTelemetry.Name,
            Sample = (ref options) =>
                options.Parent.TraceId == _trace
                    ? ActivitySamplingResult.AllDataAndRecorded
                    : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (span.TraceId == _trace)
                {
                    Spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>What a client sends.</summary>
    public string Parent { get; }

    /// <summary>The spans that ended, in order.</summary>
    public ConcurrentQueue<Activity> Spans { get; } = [];

    public void Dispose() => _listener.Dispose();
}
