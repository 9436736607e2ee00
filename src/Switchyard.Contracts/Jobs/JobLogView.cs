namespace Switchyard.Contracts.Jobs;

/// <summary>The answer of <c>GET /api/v1/jobs/{id}/logs?after=&amp;limit=&amp;wait=</c>.</summary>
/// <param name="Lines">In order.</param>
/// <param name="Next">Ask for what comes behind them with <c>?after=</c>.</param>
/// <param name="End">The job has ended, and nothing comes behind them.</param>
public sealed record JobLogView(IReadOnlyList<JobLogLine> Lines, string Next, bool End);
