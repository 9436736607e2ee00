namespace Switchyard.Contracts.Workers;

/// <summary>The end of one attempt.</summary>
/// <param name="Job">The job's number.</param>
/// <param name="Token">The lease's number, as the assignment gave it.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Result">
/// One JSON value, kept byte for byte: the result, what comes with a failure, or the checkpoint of a pause. At most
/// 64 MiB; empty for none.
/// </param>
/// <param name="Error">A failure's message, cut at 8 KiB; null for none.</param>
public readonly record struct JobResult(
    long Job,
    long Token,
    JobOutcome Outcome,
    ReadOnlyMemory<byte> Result = default,
    string? Error = null
);
