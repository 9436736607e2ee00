using Switchyard.Contracts.Jobs;

namespace Switchyard.Gateway.Dialects.Scheduler.Runs;

/// <summary>Some lines of a run's log.</summary>
/// <param name="Lines">In order; empty when there are none behind the place.</param>
/// <param name="Next">The place behind them, for <c>?after=</c>.</param>
/// <param name="End">The run has ended, and there is nothing behind them.</param>
internal sealed record RunLogView(IReadOnlyList<JobLogLine> Lines, string Next, bool End);
