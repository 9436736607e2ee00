namespace Switchyard.Contracts.Workers.Http;

/// <summary>Renews leases: the body of <c>…/renew</c>, and of <c>…/progress</c>, where each has a progress.</summary>
public sealed record LeaseReports
{
    /// <summary>At most 10,000. A renewal without any is a sign of life of the worker.</summary>
    public IReadOnlyList<LeaseReport>? Jobs { get; init; }

    /// <summary>Jobs that wait in the worker, for people to see.</summary>
    public int? Pending { get; init; }

    /// <summary>How busy the worker's machine is, for people to see.</summary>
    public SystemInfo? SystemInfo { get; init; }

    /// <summary>How long the leases last from now on, 1 to 3,600; default the worker's own time.</summary>
    public double? LeaseSeconds { get; init; }
}
