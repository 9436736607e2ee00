using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Bench.Report;
using Switchyard.Bench.Servers;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite;

namespace Switchyard.Bench;

/// <summary>What a scenario has at hand.</summary>
internal sealed class BenchContext(
    BenchPlan plan,
    ServerCommand command,
    string dataFolder,
    BenchReport report,
    TextWriter output,
    CancellationToken cancellation
)
{
    private static readonly Dictionary<string, string> NoSettings = [];

    public BenchPlan Plan => plan;

    public CancellationToken Cancellation => cancellation;

    /// <summary>The folder on the disk under measurement.</summary>
    public string DataFolder => dataFolder;

    /// <summary>Starts a server on a data folder, empty unless a server before used the same name.</summary>
    public Task<ServerProcess> StartServerAsync(string name, IReadOnlyDictionary<string, string>? settings = null) =>
        ServerProcess.StartAsync(command, Path.Combine(dataFolder, name), settings ?? NoSettings, output, cancellation);

    /// <summary>Opens a store of its own in this process, empty unless a store before used the same name.</summary>
    public async Task<IStorage> OpenStoreAsync(string name, bool withSync) =>
        await SqliteStorage.OpenAsync(
            new SqliteStorageOptions
            {
                DataFolder = Directory.CreateDirectory(Path.Combine(dataFolder, name)).FullName,
                Synchronous = withSync ? SqliteSynchronous.Full : SqliteSynchronous.Off,
            },
            TimeProvider.System,
            NullLogger<SqliteStorage>.Instance,
            cancellation
        );

    /// <summary>Removes a server's data folder; the server has ended.</summary>
    public void RemoveData(string name) => Directory.Delete(Path.Combine(dataFolder, name), recursive: true);

    public Task<EchoProcess> StartEchoAsync() => EchoProcess.StartAsync(command, cancellation);

    /// <summary>Adds a measurement and tells it, so that a long bench is seen to move.</summary>
    public async Task AddAsync(string name, string unit, params IReadOnlyList<double> runs)
    {
        report.Add(name, unit, runs);
        Measurement added = report.Measurements[^1];
        string median = ReportTable.Number(added.Median);
        await output.WriteLineAsync($"  {name} {median} {unit} ({string.Join(", ", runs.Select(ReportTable.Number))})");
    }
}
