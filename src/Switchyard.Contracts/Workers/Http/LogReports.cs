namespace Switchyard.Contracts.Workers.Http;

/// <summary>The body of <c>POST /api/v1/workers/{worker}/log</c>.</summary>
/// <param name="Jobs">1 to 10,000.</param>
public sealed record LogReports(IReadOnlyList<LogReport> Jobs);
