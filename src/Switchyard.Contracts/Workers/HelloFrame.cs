namespace Switchyard.Contracts.Workers;

/// <summary>The first frame of a connection: who connects, and what for.</summary>
public sealed record HelloFrame : WorkerFrame
{
    /// <summary>The protocol's version, <see cref="WorkerProtocol.Version"/>.</summary>
    public int Version { get; init; } = WorkerProtocol.Version;

    /// <summary>The worker's name, 1 to 255 characters. A second connection under the same name replaces the first.</summary>
    public required string Worker { get; init; }

    /// <summary>Types that it does, 1 to 256 of 1 to 128 characters.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Its tags, at most 64 of 1 to 64 characters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Jobs that it does at once, 1 to 10,000.</summary>
    public required int Capacity { get; init; }

    /// <summary>What it can; see <see cref="WorkerFeatures"/>.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];
}
