using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres;
using Switchyard.Storage.Sqlite;

namespace Switchyard.Engine.Tests.Harness;

/// <summary>
/// The place of one test's store: SQLite in a folder, or PostgreSQL when SWITCHYARD_TEST_STORE says so. <c>./test</c> runs
/// these tests once on each.
/// </summary>
/// <param name="mustBeShared">Several nodes are to have it open, as only PostgreSQL's can: it is that one in both runs.</param>
internal sealed class StoreSite(bool mustBeShared) : IAsyncDisposable
{
    /// <summary>Whether several nodes can have the store of this run open.</summary>
    public static bool IsShared { get; } = Environment.GetEnvironmentVariable("SWITCHYARD_TEST_STORE") == "postgres";

    private readonly TempFolder _folder = new();
    private (PostgresCluster Cluster, string Name)? _database;

    /// <summary>Opens the store, with this clock.</summary>
    public async Task<IStorage> OpenAsync(TimeProvider clock) =>
        mustBeShared || IsShared ? await OpenPostgresAsync(clock) : await OpenSqliteAsync(clock);

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        if (_database is var (cluster, name))
        {
            await cluster.DropDatabaseAsync(name);
        }
    }

    private async Task<IStorage> OpenSqliteAsync(TimeProvider clock) =>
        await SqliteStorage.OpenAsync(
            new SqliteStorageOptions
            {
                DataFolder = _folder.Path,
                Synchronous = SqliteSynchronous.Off, // power cuts are the store's tests
                CacheSize = 4 << 20,
            },
            clock,
            NullLogger<SqliteStorage>.Instance,
            CancellationToken.None
        );

    private async Task<IStorage> OpenPostgresAsync(TimeProvider clock)
    {
        Assert.SkipWhen(PostgresCluster.Missing is not null, PostgresCluster.Missing ?? "");
        if (_database is null)
        {
            var cluster = await PostgresCluster.SharedAsync();
            _database = (cluster, await cluster.CreateDatabaseAsync());
        }

        var (server, name) = _database.Value;
        return await PostgresStorage.OpenAsync(
            new PostgresStorageOptions { Database = server.UrlOf(name), Clock = clock },
            NullLogger<PostgresStorage>.Instance,
            CancellationToken.None
        );
    }
}
