using System.Text.Json;
using Switchyard.Contracts.Json;

namespace Switchyard.Contracts.Executors;

/// <summary>
/// What an executor settles its job with, whether it succeeded or failed (a failure carries it beside its error). What
/// the run printed is in the job's log.
/// </summary>
public sealed record RunReport
{
    /// <summary>A command's exit code; 128 + the signal's number for one that a signal ended. Absent when none ran.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The status of an HTTP answer; absent when none came.</summary>
    public int? Status { get; init; }

    /// <summary>Bytes of output in all, with those that the log has not.</summary>
    public long OutputBytes { get; init; }

    /// <summary>Whether a part of the output is not in the log.</summary>
    public bool Truncated { get; init; }

    /// <summary>The report as the result of a job.</summary>
    public RawJson ToJson() =>
        new(JsonSerializer.SerializeToUtf8Bytes(this, ContractsJson.Default.RunReport).AsMemory());

    /// <summary>The report in a job's result; null for a result that is none.</summary>
    public static RunReport? Read(ReadOnlyMemory<byte> result)
    {
        if (result.IsEmpty)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(result.Span, ContractsJson.Default.RunReport);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
