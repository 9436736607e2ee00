namespace Switchyard.Contracts.Schedules;

/// <summary>When a cron text would run.</summary>
/// <param name="NextRuns">The next slots, in order.</param>
public sealed record PreviewView(IReadOnlyList<DateTimeOffset> NextRuns);
