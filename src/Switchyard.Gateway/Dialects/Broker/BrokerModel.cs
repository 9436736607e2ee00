namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>How the broker's API behaves beyond its listener; validated before it gets here.</summary>
public sealed record BrokerModel
{
    /// <summary>The types that createTask accepts, by their exact names; null accepts any.</summary>
    public IReadOnlySet<string>? AcceptedTypes { get; init; }

    /// <summary>How long a task may stay unfinished before it fails as expired, 1 s to 366 days.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>The zone in which <c>/api/nodes</c> and <c>/api/tasks</c> show times.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Unfinished tasks of this API before createTask answers that there is no free slot; null for no limit of its own.</summary>
    public long? MaxQueued { get; init; }
}
