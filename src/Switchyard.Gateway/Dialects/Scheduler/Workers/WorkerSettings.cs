namespace Switchyard.Gateway.Dialects.Scheduler.Workers;

/// <summary>What an operator sets of a worker; what is absent stays.</summary>
/// <param name="MaxTasks">Runs that it does at once, 1 to 10000.</param>
/// <param name="Tags">At most 64 of 1 to 64 characters.</param>
/// <param name="Enabled">False lets it finish what it has, and get nothing more.</param>
internal sealed record WorkerSettings(int? MaxTasks, IReadOnlyList<string>? Tags, bool? Enabled);
