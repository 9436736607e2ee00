using Switchyard.Contracts.Json;
using Switchyard.Contracts.Workers;

namespace Switchyard.Client.Workers;

/// <summary>A job in the hands of its handler. Thread-safe.</summary>
public sealed class JobContext
{
    private readonly JobRun _run;

    internal JobContext(JobRun run) => _run = run;

    /// <summary>The job and its lease.</summary>
    public AssignedJob Job => _run.Job;

    /// <summary>What the client sent, as it came; empty when it sent nothing.</summary>
    public RawJson Payload => new(_run.Job.Payload);

    /// <summary>What a paused attempt left for this one; empty for nothing.</summary>
    public RawJson Checkpoint => new(_run.Job.Checkpoint);

    /// <summary>Cancelled when the lease is lost (revoked, or the connection broke) or the worker stops for good: a result would count for nothing.</summary>
    public CancellationToken Cancellation => _run.Cancellation;

    /// <summary>Cancelled when someone wants the job paused: answer <see cref="WorkResult.Paused"/>, or go on.</summary>
    public CancellationToken PauseRequested => _run.PauseRequested;

    /// <summary>Why the lease was lost; null while it is held, or when only the connection broke.</summary>
    public string? RevokeReason => _run.RevokeReason;

    /// <summary>Reports how far the job is: any JSON value of at most 16 KiB. Of several in short order the last one is sent.</summary>
    public void Progress(RawJson progress) => _run.Report(progress);

    /// <summary>Appends to the job's log; waits while the server takes none.</summary>
    /// <param name="text">One line or more.</param>
    public ValueTask LogAsync(string text) => _run.LogAsync(text);
}
