namespace Switchyard.Gateway.Dialects.Scheduler.Tasks;

/// <summary>The waits between attempts: a random part of a bound that doubles with each.</summary>
/// <param name="InitialSeconds">The first bound; default 1.</param>
/// <param name="MaxSeconds">The last; default 300.</param>
internal sealed record BackoffView(double InitialSeconds, double MaxSeconds);
