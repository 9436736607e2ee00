namespace Switchyard.Contracts.Workers;

/// <summary>How far one job is.</summary>
/// <param name="Job">The job's number.</param>
/// <param name="Token">The lease's number.</param>
/// <param name="Progress">One JSON value of at most 16 KiB, kept byte for byte.</param>
public readonly record struct JobProgress(long Job, long Token, ReadOnlyMemory<byte> Progress);
