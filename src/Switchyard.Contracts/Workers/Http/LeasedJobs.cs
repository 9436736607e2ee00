namespace Switchyard.Contracts.Workers.Http;

/// <summary>The answer to a worker that asks for jobs.</summary>
public sealed record LeasedJobs
{
    /// <summary>Start them now; empty when none came in time.</summary>
    public required IReadOnlyList<LeasedJob> Jobs { get; init; }

    /// <summary>True when the worker drains: none will come until it registers again.</summary>
    public bool? Draining { get; init; }
}
