using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Switchyard.Engine.Tests.Harness;

/// <summary>Reads the metrics of one engine, whatever others run in this process.</summary>
internal sealed class MetricReader : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _seen = new();
    private readonly ConcurrentDictionary<string, int> _recorded = new();

    public MetricReader(TaskEngine engine)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == engine)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The value of a series, named like <c>switchyard.tasks{state=pending,dialect=native}</c>, tags in any order.</summary>
    public double this[string series]
    {
        get
        {
            _listener.RecordObservableInstruments();
            return _seen.GetValueOrDefault(Sorted(series));
        }
    }

    /// <summary>How often a duration or size was recorded.</summary>
    public int Recorded(string series) => _recorded.GetValueOrDefault(Sorted(series));

    /// <summary>All series there are.</summary>
    public IEnumerable<string> Series
    {
        get
        {
            _listener.RecordObservableInstruments();
            return _seen.Keys;
        }
    }

    public void Dispose() => _listener.Dispose();

    private static string Sorted(string series)
    {
        var (name, tags) = (series.Split('{')[0], series.Split('{').ElementAtOrDefault(1)?.TrimEnd('}') ?? "");
        return Named(name, tags.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Named(string name, IEnumerable<string> tags) =>
        $"{name}{{{string.Join(',', tags.Order(StringComparer.Ordinal))}}}";

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var words = new List<string>();
        foreach (var (key, word) in tags)
        {
            words.Add($"{key}={word}");
        }

        var name = Named(instrument.Name, words);
        _seen[name] = value;
        _recorded.AddOrUpdate(name, 1, (_, count) => count + 1);
    }
}
