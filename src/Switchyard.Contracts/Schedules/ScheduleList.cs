namespace Switchyard.Contracts.Schedules;

/// <summary>A page of <c>GET /api/v1/schedules?page=&amp;size=&amp;status=&amp;search=</c>.</summary>
/// <param name="Schedules">Newest first.</param>
/// <param name="Total">How many match, on all pages.</param>
/// <param name="Page">This page, from 1.</param>
/// <param name="Size">Schedules on a page.</param>
public sealed record ScheduleList(IReadOnlyList<ScheduleView> Schedules, long Total, int Page, int Size);
