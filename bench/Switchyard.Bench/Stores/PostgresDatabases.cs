using Npgsql;
using Switchyard.Storage.Postgres;

namespace Switchyard.Bench.Stores;

/// <summary>Empty databases on the PostgreSQL server under measurement, each removed when it is no longer needed.</summary>
/// <param name="server">Any database of that server, by a user who may make others.</param>
internal sealed class PostgresDatabases(string server)
{
    /// <summary>Makes a database of this name, empty, and returns how to connect to it.</summary>
    public async Task<string> CreateAsync(string name, CancellationToken cancellation)
    {
        await DropAsync(name, cancellation);
        await ExecuteAsync($"CREATE DATABASE \"{NameOf(name)}\"", cancellation);
        return new NpgsqlConnectionStringBuilder(ConnectionText) { Database = NameOf(name) }.ConnectionString;
    }

    /// <summary>Removes it, and whoever is connected to it.</summary>
    public Task DropAsync(string name, CancellationToken cancellation) =>
        ExecuteAsync($"DROP DATABASE IF EXISTS \"{NameOf(name)}\" WITH (FORCE)", cancellation);

    /// <summary>A session that holds a snapshot open for as long as it lives.</summary>
    public static async Task<NpgsqlConnection> HoldSnapshotAsync(
        NpgsqlDataSource database,
        CancellationToken cancellation
    )
    {
        NpgsqlConnection holder = await database.OpenConnectionAsync(cancellation);
        await using var begin = new NpgsqlCommand(
            "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM pg_class",
            holder
        );
        await begin.ExecuteScalarAsync(cancellation);
        return holder;
    }

    /// <summary>What the tables through which every job goes take with their indexes, in MiB.</summary>
    public static async Task<double> HotMibAsync(NpgsqlDataSource database, CancellationToken cancellation)
    {
        await using NpgsqlCommand size = database.CreateCommand(
            """
            SELECT sum(pg_total_relation_size(c.oid))::float8 / 1048576 FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'switchyard' AND c.relname IN ('ready', 'lease', 'later', 'held', 'counter')
            """
        );
        return (double)(await size.ExecuteScalarAsync(cancellation))!;
    }

    private string ConnectionText { get; } = PostgresStorage.ConnectionTextOf(server);

    private static string NameOf(string name) => $"switchyard_bench_{name}";

    private async Task ExecuteAsync(string statement, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(ConnectionText);
        await using NpgsqlCommand command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
