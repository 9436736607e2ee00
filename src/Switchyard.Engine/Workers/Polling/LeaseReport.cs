namespace Switchyard.Engine.Workers.Polling;

/// <summary>What a worker says of a lease that it holds; all of it renews the lease.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Token">The lease's number.</param>
/// <param name="Progress">The job's progress, opaque JSON of at most 16 KiB; null for no word of it.</param>
/// <param name="Log">Text for the attempt's log, in UTF-8; null for none.</param>
public readonly record struct LeaseReport(
    long JobId,
    long Token,
    ReadOnlyMemory<byte>? Progress = null,
    ReadOnlyMemory<byte>? Log = null
);
