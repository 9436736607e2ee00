using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Workers;

/// <summary>What a worker says of itself when it connects.</summary>
public sealed record WorkerHello
{
    /// <summary>
    /// Its name, 1 to 255 characters; a second connection under the same name replaces the first, but never the server's own worker.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The protocol that it speaks.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>Who connected it.</summary>
    public required Caller Caller { get; init; }

    /// <summary>Types that it does, 1 to 256; aliases are resolved here.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Its tags, at most 64.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Jobs that it does at once, 1 to 10,000.</summary>
    public required int Capacity { get; init; }

    /// <summary>The address of a server's own worker.</summary>
    public const string OwnAddress = "built-in";

    /// <summary>Its address, for people.</summary>
    public required string Address { get; init; }

    /// <summary>Whether it is the server's own worker.</summary>
    public bool IsOwn => Address == OwnAddress;

    /// <summary>Whether it can be asked to pause a job.</summary>
    public bool CanPause { get; init; }
}
