using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Switchyard.Storage.Postgres.Schema;

namespace Switchyard.Storage.Postgres.Tests;

/// <summary>A database of the shared server, made for one test, with the schema in it.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lock Gate = new();
    private static Task<string>? template;

    private readonly PostgresCluster _cluster;
    private readonly string _name;

    private TestDatabase(PostgresCluster cluster, string name) => (_cluster, _name) = (cluster, name);

    public string Name => _name;

    public int Port => _cluster.Port;

    public string Url => _cluster.UrlOf(_name);

    /// <summary>Makes one; the test is skipped where there is no PostgreSQL.</summary>
    public static async Task<TestDatabase> CreateAsync(bool isEmpty = false)
    {
        Assert.SkipWhen(PostgresCluster.Missing is not null, PostgresCluster.Missing ?? "");
        var cluster = await PostgresCluster.SharedAsync();
        return new TestDatabase(cluster, await cluster.CreateDatabaseAsync(isEmpty ? null : await TemplateAsync()));
    }

    /// <summary>Backs it up and restores it into another, both by PostgreSQL's own tools.</summary>
    /// <param name="meanwhile">What goes on in between.</param>
    public async Task<TestDatabase> RestoreAsync(Func<Task> meanwhile)
    {
        var dump = await _cluster.DumpAsync(_name);
        await meanwhile();
        var copy = new TestDatabase(_cluster, await _cluster.CreateDatabaseAsync());
        await _cluster.RestoreAsync(dump, copy.Name);
        return copy;
    }

    /// <param name="clock">The store's; null for the server's own.</param>
    /// <param name="schema">Where its tables are; null for where they are by themselves.</param>
    public async Task<PostgresStorage> OpenAsync(TimeProvider? clock = null, string? schema = null) =>
        await PostgresStorage.OpenAsync(
            new PostgresStorageOptions
            {
                Database = schema is null ? Url : $"{Url}?Search%20Path={schema}",
                Clock = clock,
                MaxConnections = 4,
            },
            NullLogger<PostgresStorage>.Instance,
            CancellationToken.None
        );

    /// <summary>A connection beside the store's, to the same tables.</summary>
    public async Task<NpgsqlConnection> ConnectAsync() => await ConnectAsync(_cluster, _name);

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        await connection.ExecuteAsync(sql);
    }

    /// <summary>Waits until a session waits for another's lock.</summary>
    public Task SomebodyWaitsAsync() =>
        Eventually.HoldsAsync(
            "it waits for the other",
            async () =>
                await ScalarAsync(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                ) > 0
        );

    public async Task<long> ScalarAsync(string sql)
    {
        await using var connection = await ConnectAsync();
        return await connection.ExecuteScalarAsync<long>(sql);
    }

    public async ValueTask DisposeAsync() => await _cluster.DropDatabaseAsync(_name);

    private static async Task<NpgsqlConnection> ConnectAsync(PostgresCluster cluster, string name)
    {
        var connection = new NpgsqlConnection(
            $"Host=127.0.0.1;Port={cluster.Port};Username=switchyard;Database={name};Search Path=switchyard;Pooling=false"
        );
        await connection.OpenAsync();
        return connection;
    }

    private static Task<string> TemplateAsync()
    {
        lock (Gate)
        {
            return template ??= MakeTemplateAsync();
        }
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var name = await cluster.CreateDatabaseAsync();
        await using var connection = await ConnectAsync(cluster, name);
        await new Migrator(NullLogger.Instance).ApplyAsync(
            connection,
            "switchyard",
            Migration.All,
            CancellationToken.None
        );
        return name;
    }
}
