using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Workers;

/// <summary>The end of an attempt as a worker reports it.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Token">The lease's number.</param>
/// <param name="Kind">What became of it; never <see cref="SettlementKind.Lost"/>, which only the engine says.</param>
/// <param name="Result">Result, what came with a failure, or the checkpoint of a pause; at most 64 MiB.</param>
/// <param name="Error">A failure's message, cut at 8 KiB; null otherwise.</param>
public readonly record struct WorkerSettlement(
    long JobId,
    long Token,
    SettlementKind Kind,
    ReadOnlyMemory<byte> Result,
    string? Error
);
