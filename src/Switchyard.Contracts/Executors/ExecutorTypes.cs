namespace Switchyard.Contracts.Executors;

/// <summary>The job types that the product's own worker does.</summary>
public static class ExecutorTypes
{
    /// <summary>Runs a command line; its payload is <see cref="ShellOptions"/>.</summary>
    public const string Shell = "shell";

    /// <summary>Makes an HTTP request; its payload is <see cref="HttpOptions"/>.</summary>
    public const string Http = "http";

    /// <summary>Runs a Python script; its payload is <see cref="PythonOptions"/>.</summary>
    public const string Python = "python";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Shell, Http, Python];

    /// <summary>Those that run commands on the worker's machine: to make such a job needs the scope exec.</summary>
    public static IReadOnlyList<string> Commands { get; } = [Shell, Python];

    /// <summary>What is wrong with a payload; nothing when it may run, or when the type is none of these.</summary>
    /// <param name="type">The job's type.</param>
    /// <param name="payload">One JSON value, UTF-8.</param>
    public static IReadOnlyList<ExecutorProblem> Check(string type, ReadOnlyMemory<byte> payload) =>
        type switch
        {
            Shell => ShellOptions.Read(payload).Problems,
            Http => HttpOptions.Read(payload).Problems,
            Python => PythonOptions.Read(payload).Problems,
            _ => [],
        };
}
