namespace Switchyard.Gateway.Dialects.Scheduler.Tasks;

/// <summary>When a cron text would run.</summary>
/// <param name="NextRuns">The next slots, in order; fewer than asked for when there are no more.</param>
internal sealed record PreviewView(IReadOnlyList<DateTimeOffset> NextRuns);
