namespace Switchyard.Contracts.Jobs;

/// <summary>A page of <c>GET /api/v1/jobs?state=&amp;type=&amp;limit=&amp;before=</c>.</summary>
/// <param name="Jobs">Newest first; may be short, even empty, while there is a next page: the scan is bounded.</param>
/// <param name="Before">Ask for the next page with it; absent on the last.</param>
public sealed record JobList(IReadOnlyList<JobView> Jobs, long? Before);
