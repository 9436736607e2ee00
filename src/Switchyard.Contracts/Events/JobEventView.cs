namespace Switchyard.Contracts.Events;

/// <summary>One change of a job's state, as <c>GET /api/v1/events</c> streams it.</summary>
public sealed record JobEventView
{
    /// <summary>The job's number.</summary>
    public required long Job { get; init; }

    /// <summary>What it asks for.</summary>
    public required string Type { get; init; }

    /// <summary>The API that it came in by.</summary>
    public required string Dialect { get; init; }

    /// <summary>Its state before; absent when it was just made.</summary>
    public string? From { get; init; }

    /// <summary>Its state now; absent when it was deleted.</summary>
    public string? To { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Attempts begun so far.</summary>
    public required int Attempt { get; init; }

    /// <summary>The worker whose lease began or ended with it.</summary>
    public string? Worker { get; init; }

    /// <summary>Why it failed, or why its attempt did.</summary>
    public string? Reason { get; init; }

    /// <summary>When a scheduled job becomes claimable.</summary>
    public DateTimeOffset? DueAt { get; init; }
}
