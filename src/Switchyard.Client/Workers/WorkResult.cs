using Switchyard.Contracts.Json;
using Switchyard.Contracts.Workers;

namespace Switchyard.Client.Workers;

/// <summary>How a handler ended its job.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Result">One JSON value, or none; at most 64 MiB.</param>
/// <param name="Error">A failure's message.</param>
public readonly record struct WorkResult(JobOutcome Outcome, RawJson Result = default, string? Error = null)
{
    /// <summary>Done.</summary>
    public static WorkResult Succeeded(RawJson result = default) => new(JobOutcome.Succeeded, result);

    /// <summary>Failed; tried again while the job has attempts left.</summary>
    public static WorkResult Failed(string error, RawJson result = default) => new(JobOutcome.Failed, result, error);

    /// <summary>Failed in a way that no retry mends.</summary>
    public static WorkResult FailedForGood(string error, RawJson result = default) =>
        new(JobOutcome.FailedForGood, result, error);

    /// <summary>Given back untouched; counts nothing.</summary>
    public static WorkResult Released => new(JobOutcome.Released);

    /// <summary>Stopped on request; the next attempt gets the checkpoint.</summary>
    public static WorkResult Paused(RawJson checkpoint = default) => new(JobOutcome.Paused, checkpoint);

    internal JobResult ToWire(JobLease lease) => new(lease.Job, lease.Token, Outcome, Result.Bytes, Error);
}
