namespace Switchyard.Contracts.Workers;

/// <summary>A piece of one job's log.</summary>
/// <param name="Job">The job's number.</param>
/// <param name="Token">The lease's number.</param>
/// <param name="Text">UTF-8 text of at most 64 KiB, in any number of lines; the server splits them.</param>
public readonly record struct JobLog(long Job, long Token, ReadOnlyMemory<byte> Text);
