namespace Switchyard.Contracts.Jobs;

/// <summary>The answer of <c>GET /api/v1/jobs/{id}/attempts</c>.</summary>
/// <param name="Attempts">Those that failed or were lost, by number.</param>
public sealed record JobAttempts(IReadOnlyList<JobAttemptView> Attempts);
