namespace Switchyard.Contracts.Workers;

/// <summary>
/// Jobs that someone wants paused; only for a worker with <see cref="WorkerFeatures.Pause"/>. It stops as soon as it
/// can and settles them as paused, or ends them as it would have.
/// </summary>
/// <param name="Jobs">At least one.</param>
public sealed record PauseFrame(IReadOnlyList<JobLease> Jobs) : ServerFrame;
