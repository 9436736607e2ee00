namespace Switchyard.Engine.Jobs;

/// <summary>Some lines of a job's log.</summary>
/// <param name="Lines">In order; empty when there are none behind the place.</param>
/// <param name="Next">The place behind them.</param>
/// <param name="IsEnd">The job has ended, and there is nothing behind them.</param>
public sealed record LogPage(IReadOnlyList<LogLine> Lines, LogCursor Next, bool IsEnd);
