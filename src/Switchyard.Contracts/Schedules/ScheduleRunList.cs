namespace Switchyard.Contracts.Schedules;

/// <summary>A page of <c>GET /api/v1/schedules/{id}/runs?page=&amp;size=&amp;state=</c>.</summary>
/// <param name="Runs">Newest first, without results.</param>
/// <param name="Total">How many match, on all pages; with a filter, of the newest 10,000.</param>
/// <param name="Page">This page, from 1.</param>
/// <param name="Size">Runs on a page.</param>
public sealed record ScheduleRunList(IReadOnlyList<ScheduleRunView> Runs, long Total, int Page, int Size);
