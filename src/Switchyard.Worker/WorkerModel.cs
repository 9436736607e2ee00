namespace Switchyard.Worker;

/// <summary>What a worker is; validated before it gets here.</summary>
public sealed record WorkerModel
{
    /// <summary>Its name, 1 to 255 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Jobs that it does at once, 1 to 10,000.</summary>
    public required int MaxTasks { get; init; }

    /// <summary>The types that it does: at least one of <see cref="Contracts.Executors.ExecutorTypes.All"/>.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Its tags, at most 64.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Folders that commands may run in; empty for all. The first is where they run when they do not say.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];

    /// <summary>Whether http jobs may ask loopback, link-local, private and other special addresses.</summary>
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>Bytes of output kept an attempt, 128 KiB to 1 GiB.</summary>
    public int MaxOutputBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How long a command that is told to end (SIGTERM) may take before it is killed.</summary>
    public TimeSpan KillGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long jobs may go on after the worker is told to stop before they are ended and given back.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(3);
}
