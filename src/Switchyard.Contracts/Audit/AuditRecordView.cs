namespace Switchyard.Contracts.Audit;

/// <summary>One act: who, what, when, from where.</summary>
public sealed record AuditRecordView
{
    /// <summary>From 1, in the order of recording.</summary>
    public required long Id { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The API key that acted; 0 for anonymous callers and the node itself.</summary>
    public required long Key { get; init; }

    /// <summary>Its name at that time.</summary>
    public required string KeyName { get; init; }

    /// <summary>The API that it came in by; absent for the node itself.</summary>
    public string? Dialect { get; init; }

    /// <summary>The address that it came from; absent for the node itself.</summary>
    public string? Address { get; init; }

    /// <summary>What was done: <c>job.cancel</c>.</summary>
    public required string Action { get; init; }

    /// <summary>To what: <c>job 17</c>.</summary>
    public required string Target { get; init; }

    /// <summary>What else matters, in words.</summary>
    public string? Detail { get; init; }
}
