using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Storage;

/// <summary>The end of one attempt, predicated on its lease's token. Built by the named constructors.</summary>
public sealed record Settlement
{
    private Settlement(long jobId, long token, SettlementKind kind) => (JobId, Token, Kind) = (jobId, token, kind);

    /// <summary>The job.</summary>
    public long JobId { get; }

    /// <summary>The lease's number, as the claim gave it.</summary>
    public long Token { get; }

    /// <summary>What became of the attempt.</summary>
    public SettlementKind Kind { get; }

    /// <summary>The result, or what a failing worker sent beside its message; the checkpoint of a pause.</summary>
    public Content Result { get; private init; }

    /// <summary>The worker's message, at most 8 KiB; null unless it failed.</summary>
    public string? Error { get; private init; }

    /// <summary>0 (inclusive) to 1 (exclusive): this attempt's draw for the backoff, see RetryPolicy.Delay.</summary>
    public double Jitter { get; private init; }

    /// <summary>The job ends as succeeded.</summary>
    public static Settlement Succeeded(long jobId, long token, Content result) =>
        new(jobId, token, SettlementKind.Succeeded) { Result = result };

    /// <summary>
    /// The attempt failed: again later while attempts are left (pending at once when the wait is zero), else the job
    /// fails as an error.
    /// </summary>
    public static Settlement Failed(long jobId, long token, string error, Content result, double jitter) =>
        new(jobId, token, SettlementKind.Failed)
        {
            Error = error,
            Result = result,
            Jitter = jitter,
        };

    /// <summary>The attempt failed in a way that no retry mends: the job fails as non-retryable.</summary>
    public static Settlement FailedForGood(long jobId, long token, string error, Content result) =>
        new(jobId, token, SettlementKind.FailedForGood) { Error = error, Result = result };

    /// <summary>The worker gives the job back untouched: pending again, and the attempt is not counted.</summary>
    public static Settlement Released(long jobId, long token) => new(jobId, token, SettlementKind.Released);

    /// <summary>The worker stopped on request: paused, with what the next attempt gets; the attempt is not counted.</summary>
    public static Settlement Paused(long jobId, long token, Content checkpoint) =>
        new(jobId, token, SettlementKind.Paused) { Result = checkpoint };

    /// <summary>
    /// The worker is gone while this node stayed up: pending again with the attempt counted, or quarantined
    /// (failed, worker lost) when that makes MaxLapses lapses in a row. Spends no retry.
    /// </summary>
    public static Settlement Lost(long jobId, long token) => new(jobId, token, SettlementKind.Lost);
}
