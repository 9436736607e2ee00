namespace Switchyard.Gateway.Dialects.Scheduler.Tasks;

/// <summary>A cron text to be tried.</summary>
/// <param name="Schedule">5 fields, 6 with the seconds first, or a name as <c>@hourly</c>.</param>
/// <param name="TimeZone">By its IANA name; default UTC.</param>
/// <param name="Count">1 to 1000; default 5.</param>
internal sealed record PreviewFields(string Schedule, string? TimeZone, int? Count);
