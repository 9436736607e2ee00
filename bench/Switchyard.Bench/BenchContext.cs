using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Bench.Report;
using Switchyard.Bench.Servers;
using Switchyard.Bench.Stores;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres;
using Switchyard.Storage.Sqlite;

namespace Switchyard.Bench;

/// <summary>What a scenario has at hand.</summary>
internal sealed class BenchContext(
    BenchPlan plan,
    ServerCommand command,
    string dataFolder,
    string? database,
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

    /// <summary>The PostgreSQL server under measurement.</summary>
    public PostgresDatabases Postgres { get; } = new(database ?? "host=none"); // asked only by scenarios that are left out without one

    /// <summary>Measures a server on a database of its own, which is empty, or filled beforehand.</summary>
    public async Task OnPostgresAsync(string name, Func<ServerProcess, Task> measure, Func<IStorage, Task>? fill = null)
    {
        string own = await Postgres.CreateAsync(name, cancellation);
        if (fill is not null)
        {
            await using IStorage storage = await OpenPostgresStoreAsync(own);
            await fill(storage);
        }
        var settings = new Dictionary<string, string> { ["SWITCHYARD_Storage__Database"] = own };
        await using (ServerProcess server = await StartServerAsync($"postgres-{name}", settings))
        {
            await measure(server);
        }
        await Postgres.DropAsync(name, cancellation);
    }

    /// <summary>Opens a store in this process, on an empty database of this name.</summary>
    public async Task<IStorage> OpenPostgresAsync(string name) =>
        await OpenPostgresStoreAsync(await Postgres.CreateAsync(name, cancellation));

    /// <summary>Opens a store in this process.</summary>
    public async Task<IStorage> OpenPostgresStoreAsync(string connection) =>
        await PostgresStorage.OpenAsync(
            new PostgresStorageOptions { Database = connection },
            NullLogger<PostgresStorage>.Instance,
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
