using System.Globalization;

namespace Switchyard.Client;

/// <summary>Which schedules to list. Null accepts all.</summary>
/// <param name="Status">active, paused or disabled.</param>
/// <param name="Search">A part of the name, small and capital letters alike.</param>
/// <param name="Page">From 1.</param>
/// <param name="Size">Schedules on a page, 1 to 1,000.</param>
public sealed record ScheduleFilter(string? Status = null, string? Search = null, int Page = 1, int Size = 50)
{
    internal string ToQuery() =>
        string.Create(CultureInfo.InvariantCulture, $"?page={Page}&size={Size}")
        + (Status is null ? "" : $"&status={Uri.EscapeDataString(Status)}")
        + (Search is null ? "" : $"&search={Uri.EscapeDataString(Search)}");
}
