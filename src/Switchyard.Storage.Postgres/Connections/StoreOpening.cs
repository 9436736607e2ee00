using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Schema;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Connections;

/// <summary>What is done once when a store is opened: the schema, this node's row, and a look at the server.</summary>
internal sealed partial class StoreOpening(ILogger logger, string schema)
{
    /// <summary>Of the server, as it numbers itself.</summary>
    public const int LeastVersion = 150_000;

    public async Task<(long Node, string Version)> RunAsync(
        StoreDatabase database,
        StoreClock clock,
        CancellationToken cancellation
    )
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
        var (node, last, read) = await database.WriteAsync(
            connection => RegisterAsync(connection, clock),
            cancellation
        );
        clock.Note(last, read);
        return (node, version);
    }

    private async Task<string> CheckAsync(NpgsqlConnection connection)
    {
        var (number, name, commit, sync) = await connection.QuerySingleAsync<(int, string, string, string)>(
            """
            SELECT current_setting('server_version_num')::int, current_setting('server_version'),
              current_setting('synchronous_commit'), current_setting('fsync')
            """
        );
        if (number < LeastVersion)
        {
            throw new StorageFatalException($"The database is PostgreSQL {name}; version 15 or later is needed.");
        }

        if (commit == "off" || sync == "off")
        {
            LogNotDurable(logger, commit, sync);
        }

        return $"PostgreSQL {name} ({connection.Host}:{connection.Port}/{connection.Database})";
    }

    // A start counts as a round does: the clock is not behind it either.
    // The row is there before the session's lock is: to others the node looks dead for a moment, and has nothing to lose.
    private static async Task<(long Node, long Last, long Read)> RegisterAsync(
        NpgsqlConnection connection,
        StoreClock clock
    ) =>
        await connection.QuerySingleAsync<(long, long, long)>(
            """
            WITH past AS (SELECT coalesce(max(at), 0) AS last FROM (SELECT at FROM round UNION ALL SELECT started FROM node) s),
              now AS MATERIALIZED (SELECT clock(@Given, 0) AS read)
            INSERT INTO node (id, epoch, started) SELECT nextval('node_number'), 1, greatest(read, last) FROM past, now
            RETURNING id, (SELECT last FROM past), (SELECT read FROM now)
            """,
            new { clock.Given }
        );

    [LoggerMessage(
        3505,
        LogLevel.Warning,
        "The database runs with synchronous_commit {Commit} and fsync {Sync}: an acknowledged job may not survive its crash."
    )]
    private static partial void LogNotDurable(ILogger logger, string commit, string sync);
}
