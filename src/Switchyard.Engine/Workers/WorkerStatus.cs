namespace Switchyard.Engine.Workers;

/// <summary>A worker as seen from outside.</summary>
/// <param name="Hello">What it said of itself, as changed since.</param>
/// <param name="IsOnline">Connected now.</param>
/// <param name="IsDraining">Gets no further jobs.</param>
/// <param name="Held">Leases that it holds now.</param>
/// <param name="ReportedPending">Jobs it last said to have waiting in itself.</param>
/// <param name="ConnectedAt">Start of the current or last connection.</param>
/// <param name="LastSeenAt">The last sign of life.</param>
/// <param name="IsPolling">It has no connection and asks for jobs.</param>
public sealed record WorkerStatus(
    WorkerHello Hello,
    bool IsOnline,
    bool IsDraining,
    int Held,
    int ReportedPending,
    DateTimeOffset ConnectedAt,
    DateTimeOffset LastSeenAt,
    bool IsPolling = false
)
{
    /// <summary>False while an operator lets it have no jobs.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>How busy its machine is, as it last said; null when it never did.</summary>
    public SystemUsage? System { get; init; }

    /// <summary>It is known by its heartbeats alone: <see cref="Held"/> is what it says, and it gets no jobs.</summary>
    public bool IsReportedOnly { get; init; }
}
