using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Schema;

namespace Switchyard.Storage.Postgres.Connections;

/// <summary>What is done once when a store is opened: the schema, this node's number, and a look at the server.</summary>
internal sealed partial class StoreOpening(ILogger logger, string schema)
{
    /// <summary>Of the server, as it numbers itself.</summary>
    public const int LeastVersion = 150_000;

    public async Task<(long Node, string Version)> RunAsync(StoreDatabase database, CancellationToken cancellation)
    {
        var version = await database.ReadAsync(CheckAsync, cancellation);
        await database.ReadAsync(
            async connection =>
            {
                await new Migrator(logger).ApplyAsync(connection, schema, Migration.All, cancellation);
                return true;
            },
            cancellation
        );
        var node = await database.ReadAsync(
            connection => connection.ExecuteScalarAsync<long>("SELECT nextval('node_number')"),
            cancellation
        );
        return (node, version);
    }

    /// <summary>Whether a database of this encoding keeps whatever text clients send. SQL_ASCII looks at no bytes.</summary>
    public static bool HoldsAllText(string encoding) => encoding is "UTF8" or "SQL_ASCII";

    private async Task<string> CheckAsync(NpgsqlConnection connection)
    {
        var (number, name, encoding, commit, sync) = await connection.QuerySingleAsync<(
            int,
            string,
            string,
            string,
            string
        )>(
            """
            SELECT current_setting('server_version_num')::int, current_setting('server_version'),
              current_setting('server_encoding'), current_setting('synchronous_commit'), current_setting('fsync')
            """
        );
        if (number < LeastVersion)
        {
            throw new StorageFatalException($"The database is PostgreSQL {name}; version 15 or later is needed.");
        }

        if (!HoldsAllText(encoding))
        {
            throw new StorageFatalException(
                $"The database {connection.Database} has the encoding {encoding}, which cannot hold every text; UTF8 is needed."
            );
        }

        if (commit == "off" || sync == "off")
        {
            LogNotDurable(logger, commit, sync);
        }

        return $"PostgreSQL {name} ({connection.Host}:{connection.Port}/{connection.Database})";
    }

    [LoggerMessage(
        3505,
        LogLevel.Warning,
        "The database runs with synchronous_commit {Commit} and fsync {Sync}: an acknowledged job may not survive its crash."
    )]
    private static partial void LogNotDurable(ILogger logger, string commit, string sync);
}
