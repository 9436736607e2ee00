namespace Switchyard.Gateway.Dialects.Scheduler.Node;

/// <summary>How things stand, as far as the caller sees them.</summary>
/// <param name="Tasks">Its tasks.</param>
/// <param name="Workers">All workers.</param>
/// <param name="RunsToday">Runs that ended today (UTC).</param>
/// <param name="SuccessRate">Percent of those that succeeded, one decimal; 100 while none has ended.</param>
internal sealed record StatusView(TaskCounts Tasks, WorkerCounts Workers, long RunsToday, decimal SuccessRate);
