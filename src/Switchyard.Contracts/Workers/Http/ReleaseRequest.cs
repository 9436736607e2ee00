namespace Switchyard.Contracts.Workers.Http;

/// <summary>Gives jobs back untouched: the body of <c>POST /api/v1/workers/{worker}/release</c>.</summary>
/// <param name="Jobs">1 to 10,000.</param>
public sealed record ReleaseRequest(IReadOnlyList<JobLease> Jobs);
