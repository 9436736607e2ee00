namespace Switchyard.EndToEnd.Tests.Servers;

/// <summary>What a server is started with. Started twice from one setup, it comes back as the same one: data, ports, key.</summary>
/// <param name="Data">The data folder.</param>
internal sealed record ServerSetup(string Data)
{
    /// <summary>The bootstrap key of each server here.</summary>
    public const string AdminKey = "end-to-end-4f1c07d2b96e4a3fa5d8e0c1";

    /// <summary>As it is by default: an answer waits for the disk.</summary>
    public static IReadOnlyDictionary<string, string?> Synced { get; } = new Dictionary<string, string?>();

    /// <summary>Commits without waiting for the disk: what the tests of durability must catch.</summary>
    public static IReadOnlyDictionary<string, string?> Unsynced { get; } =
        new Dictionary<string, string?> { ["SWITCHYARD_Storage__Synchronous"] = "OFF" };

    public int ConsolePort { get; } = LoopbackPorts.Take();

    public int BrokerPort { get; } = LoopbackPorts.Take();

    /// <summary>Options beside those that every server here is given, by their name in the environment.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = Synced;

    /// <summary>A command under which the server runs and which leaves it its process id, such as <c>strace -D</c>.</summary>
    public IReadOnlyList<string> Under { get; init; } = [];

    public Uri Console => new($"http://127.0.0.1:{ConsolePort}");

    public Uri Broker => new($"http://127.0.0.1:{BrokerPort}");

    /// <summary>The whole command.</summary>
    public IEnumerable<string> Command =>
        [
            .. Under,
            "dotnet",
            Executable,
            "serve",
            "--data",
            Data,
            "--listen",
            $"console={Console.OriginalString}",
            "--listen",
            $"broker={Broker.OriginalString}",
            "--listen",
            "learning=off",
            "--listen",
            "pull=off",
            "--listen",
            "solver=off",
        ];

    /// <summary>What <c>./switchyard</c> runs.</summary>
    private static string Executable { get; } =
        RepositoryRoot.Combine("artifacts/bin/Switchyard/release/switchyard.dll");
}
