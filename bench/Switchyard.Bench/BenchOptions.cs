using Switchyard.Bench.Servers;

namespace Switchyard.Bench;

/// <summary>What the command line asks of the bench.</summary>
public sealed record BenchOptions
{
    /// <summary>Names of scenarios, run in the bench's own order; empty for all.</summary>
    public IReadOnlyList<string> Scenarios { get; init; } = [];

    /// <summary>Runs of each measurement, of which the median counts; 1 to 100, 5 by default.</summary>
    public int Runs { get; init; } = 5;

    /// <summary>Where to write the report as JSON; null for nowhere.</summary>
    public string? JsonFile { get; init; }

    /// <summary>
    /// A folder on the disk to measure, made when it is missing; each server gets a folder of its own in it, which is
    /// removed afterwards. Null for the system's temporary folder.
    /// </summary>
    public string? DataFolder { get; init; }

    /// <summary>
    /// A PostgreSQL server to measure, as <c>--database</c> of serve names one, by a user who may make databases: each
    /// scenario makes one of its own and removes it. Null leaves the scenarios of PostgreSQL out.
    /// </summary>
    public string? Database { get; init; }

    /// <summary>One short run of everything with small queues: shows that the scenarios work.</summary>
    public bool Quick { get; init; }

    /// <summary>How to run a server.</summary>
    public ServerCommand Server { get; init; } = ServerCommand.OfThisProcess();
}
