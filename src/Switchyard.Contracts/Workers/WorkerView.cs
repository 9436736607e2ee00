namespace Switchyard.Contracts.Workers;

/// <summary>A worker as seen from outside.</summary>
public sealed record WorkerView
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>online, draining or offline; one that left is listed for 60 s more, one known by heartbeats alone for 24 hours.</summary>
    public required string Status { get; init; }

    /// <summary>The protocol it speaks: native or broker.</summary>
    public required string Dialect { get; init; }

    /// <summary>How it gets its jobs: websocket (pushed over its connection), http (it asks), local (the server's own), or none (known by heartbeats alone).</summary>
    public required string Transport { get; init; }

    /// <summary>Types that it does.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Its tags.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Jobs that it does at once.</summary>
    public required int Capacity { get; init; }

    /// <summary>Jobs that it holds now.</summary>
    public required int Held { get; init; }

    /// <summary>False while an operator lets it have no jobs.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How busy its machine is, as it last said; absent when it never did.</summary>
    public SystemInfo? SystemInfo { get; init; }

    /// <summary>Where it connected from; built-in for the node's own.</summary>
    public required string Address { get; init; }

    /// <summary>Start of the current or last connection.</summary>
    public required DateTimeOffset ConnectedAt { get; init; }

    /// <summary>Its last sign of life.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }
}
