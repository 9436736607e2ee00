namespace Switchyard.Contracts.Workers;

/// <summary>What became of one result.</summary>
/// <param name="Job">The job's number.</param>
/// <param name="Token">The lease's number.</param>
/// <param name="Answer">Recorded, or why not.</param>
public readonly record struct SettledJob(long Job, long Token, SettleAnswer Answer);
