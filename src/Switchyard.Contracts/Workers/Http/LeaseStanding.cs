namespace Switchyard.Contracts.Workers.Http;

/// <summary>How a lease stands.</summary>
public sealed record LeaseStanding
{
    /// <summary>The answer's word for a lease that is held, and renewed.</summary>
    public const string Held = "held";

    /// <summary>The answer's word for a lease that is lost: stop the work, a result would be stale.</summary>
    public const string Revoked = "revoked";

    /// <summary>The job's number.</summary>
    public required long Job { get; init; }

    /// <summary>The lease's number.</summary>
    public required long Token { get; init; }

    /// <summary>held or revoked.</summary>
    public required string Answer { get; init; }

    /// <summary>Why it was revoked: one of <see cref="RevokeReasons"/>, or a newer word. One that was settled is lapsed.</summary>
    public string? Reason { get; init; }

    /// <summary>True when someone wants the job paused; only for a worker with that feature.</summary>
    public bool? Pause { get; init; }
}
