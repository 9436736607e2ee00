namespace Switchyard.Gateway.Dialects.Scheduler.Node;

/// <summary>Tasks by status.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Active">Those that run of themselves and by hand.</param>
/// <param name="Paused">Those that run by hand only.</param>
/// <param name="Disabled">Those that do not run.</param>
/// <param name="Running">Runs that are with a worker now.</param>
internal sealed record TaskCounts(long Total, long Active, long Paused, long Disabled, long Running);
