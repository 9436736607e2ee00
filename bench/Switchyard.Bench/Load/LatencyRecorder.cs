using System.Diagnostics;

namespace Switchyard.Bench.Load;

/// <summary>The latencies of one run, kept one by one so that percentiles are exact.</summary>
internal sealed class LatencyRecorder
{
    /// <summary>Beyond this many the rest is not kept: 16 MiB, above what one run completes.</summary>
    private const int Capacity = 4 * 1024 * 1024;

    private readonly List<int> microseconds = new(64 * 1024);

    public int Count => microseconds.Count;

    /// <param name="start">When it began, as <see cref="Stopwatch.GetTimestamp"/> says.</param>
    public void Record(long start)
    {
        if (microseconds.Count < Capacity)
        {
            microseconds.Add((int)(Stopwatch.GetElapsedTime(start).Ticks / TimeSpan.TicksPerMicrosecond));
        }
    }

    public void Clear() => microseconds.Clear();

    /// <param name="fraction">0.5 for the median; within 0..1.</param>
    /// <returns>Milliseconds; not a number when nothing was recorded.</returns>
    public double PercentileMs(double fraction)
    {
        if (microseconds.Count == 0)
        {
            return double.NaN;
        }
        microseconds.Sort();
        int index = Math.Min(microseconds.Count - 1, (int)(microseconds.Count * fraction));
        return microseconds[index] / 1000.0;
    }
}
