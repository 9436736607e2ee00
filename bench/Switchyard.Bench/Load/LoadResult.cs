namespace Switchyard.Bench.Load;

/// <summary>What one run of a load came to.</summary>
/// <param name="Completed">Operations that ended within the run; what was drained afterwards does not count.</param>
/// <param name="Elapsed">How long the run was, without the drain.</param>
/// <param name="P50Ms">Median latency of an operation, in milliseconds.</param>
/// <param name="P99Ms">99th percentile of the same.</param>
/// <param name="Polls">Answers that said "not yet".</param>
internal readonly record struct LoadResult(long Completed, TimeSpan Elapsed, double P50Ms, double P99Ms, long Polls)
{
    public double PerSecond => Completed / Elapsed.TotalSeconds;
}
