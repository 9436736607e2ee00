namespace Switchyard.Contracts.Workers.Http;

/// <summary>The body of <c>POST /api/v1/workers</c>: a worker that asks for jobs over plain HTTP.</summary>
public sealed record WorkerRegistration
{
    /// <summary>Its name, 1 to 255 characters, without a slash. It belongs to the key that registers it.</summary>
    public required string Worker { get; init; }

    /// <summary>Types that it does, 1 to 256 of 1 to 128 characters.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Its tags, at most 64 of 1 to 64 characters.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>Jobs that it does at once, for people to see: 1 (default) to 10,000. It gets what it asks for.</summary>
    public int? Capacity { get; init; }

    /// <summary>What it can; see <see cref="WorkerFeatures"/>.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>How long its leases last unless it renews them, 1 to 3,600; default the server's own time.</summary>
    public double? LeaseSeconds { get; init; }
}
