using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Workers;

/// <summary>
/// A heartbeat by hand. Of a worker in service only the usage counts: the engine knows the rest better. Null leaves what
/// was said before. Ranges are the door's to check, as those of a <see cref="WorkerHello"/>.
/// </summary>
public sealed record WorkerReport
{
    /// <summary>The door it came in by.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>Where it came from, for people.</summary>
    public required string Address { get; init; }

    /// <summary>Types that it does, for people: it gets no jobs by heartbeats alone.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>Its tags, at most 64.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Jobs that it does at once, 1 to 10,000; at first 1.</summary>
    public int? MaxTasks { get; init; }

    /// <summary>Jobs that it does now.</summary>
    public int? CurrentTasks { get; init; }

    /// <summary>How busy its machine is.</summary>
    public SystemUsage? System { get; init; }
}
