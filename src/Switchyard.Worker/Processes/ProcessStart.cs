using System.Runtime.InteropServices;

namespace Switchyard.Worker.Processes;

/// <summary>A process to be started.</summary>
internal sealed record ProcessStart
{
    /// <summary>The executable's path; nobody looks in the PATH.</summary>
    public required string Path { get; init; }

    /// <summary>All arguments, the first being the name that the process sees itself called by.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>All of its variables: it inherits none.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Where it starts; null for where this process is.</summary>
    public string? Folder { get; init; }

    /// <summary>What it reads; null for nothing.</summary>
    public SafeHandle? Input { get; init; }

    /// <summary>Where what it writes goes, errors and all else in the order in which they come; null for nowhere.</summary>
    public SafeHandle? Output { get; init; }
}
