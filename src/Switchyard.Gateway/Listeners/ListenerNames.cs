namespace Switchyard.Gateway.Listeners;

/// <summary>The listeners' names, as <c>--listen NAME=URL</c> and the options spell them, and where each is served by default.</summary>
public static class ListenerNames
{
    /// <summary>The native API, the scheduler's API, and what operators look at.</summary>
    public const string Console = "console";

    /// <summary>createTask and getTaskResult.</summary>
    public const string Broker = "broker";

    /// <summary>The multi-user task platform.</summary>
    public const string Learning = "learning";

    /// <summary>The pull API of Python workers.</summary>
    public const string Pull = "pull";

    /// <summary>The browser-task service.</summary>
    public const string Solver = "solver";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Console, Broker, Learning, Pull, Solver];

    /// <summary>Its natural port, on loopback.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such listener.</exception>
    public static string DefaultUrl(string name) =>
        name switch
        {
            Console => "http://127.0.0.1:8080",
            Broker => "http://127.0.0.1:8000",
            Learning => "http://127.0.0.1:8001",
            Pull => "http://127.0.0.1:8002",
            Solver => "http://127.0.0.1:8191",
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such listener."),
        };
}
