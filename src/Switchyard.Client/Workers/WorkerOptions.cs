using Switchyard.Contracts.Workers;

namespace Switchyard.Client.Workers;

/// <summary>What a worker is and how it behaves.</summary>
public sealed record WorkerOptions
{
    /// <summary>Its name, 1 to 255 characters, unique: a second worker under the same name ends the first.</summary>
    public required string Name { get; init; }

    /// <summary>Jobs that it does at once, 1 to 10,000; default the number of processors.</summary>
    public int Capacity { get; init; } = Environment.ProcessorCount;

    /// <summary>Its tags, at most 64 of 1 to 64 characters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whether its handlers look at <see cref="JobContext.PauseRequested"/> and can give a checkpoint back.</summary>
    public bool CanPause { get; init; }

    /// <summary>How it talks with its server; default a WebSocket.</summary>
    public WorkerTransport Transport { get; init; }

    /// <summary>Over HTTP: how long its leases last unless renewed, 1 s to 1 h; default the server's own time.</summary>
    public TimeSpan? LeaseTime { get; init; }

    /// <summary>Upper bound of the random wait before the second try to connect, doubled for each further one; default 100 ms.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Cap of that bound; default 30 s.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long handlers may go on after a stop before they are cancelled and their jobs given back; default 15 s.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long cancelled handlers may take to end, so that their jobs can be given back; default 5 s.</summary>
    public TimeSpan GiveUpTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Says how busy the machine is, told to the server every 5 s; null tells nothing.</summary>
    public Func<SystemInfo>? Usage { get; init; }

    /// <summary>Where time comes from.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Seeds the jitter of reconnecting; default the process id, so that a fleet does not come back in step.</summary>
    public int Seed { get; init; } = Environment.ProcessId;
}
