namespace Switchyard.Contracts.Workers;

/// <summary>A lease on a job.</summary>
/// <param name="Job">The job's number.</param>
/// <param name="Token">The lease's number.</param>
public readonly record struct JobLease(long Job, long Token);
