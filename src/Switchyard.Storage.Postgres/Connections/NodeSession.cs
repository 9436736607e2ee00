using Dapper;
using Npgsql;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Connections;

/// <summary>
/// The connection that a node commits its rounds by. While it stands the node is known to be alive, by a lock that the
/// server drops with it. Not for two threads.
/// </summary>
internal sealed class NodeSession(NpgsqlDataSource source, long node) : IAsyncDisposable
{
    /// <summary>The first half of the lock's key, which is this schema's alone; the node's number is the other.</summary>
    public const string LockClass = "'node'::regclass::oid::int";

    /// <summary>The numbers of the nodes that are connected, and of their server processes.</summary>
    public const string LivingSql = """
        SELECT objid::bigint, pid FROM pg_locks
        WHERE locktype = 'advisory' AND classid = to_regclass('node') AND objsubid = 2 AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        ORDER BY 1
        """;

    /// <summary>For the server process that had the connection before to end, once it was told to.</summary>
    private static readonly TimeSpan Takeover = TimeSpan.FromSeconds(20);

    private NpgsqlConnection? _connection;

    public long Node => node;

    /// <summary>How often the node took its row over. Rounds of an earlier epoch are refused.</summary>
    public int Epoch { get; private set; } = 1;

    public NpgsqlConnection Connection =>
        _connection ?? throw new InvalidOperationException("The session is not open.");

    /// <summary>The name by which the server shows a node's sessions.</summary>
    public static string NameOf(long node) => $"switchyard node {node}";

    /// <summary>
    /// Opens it for the first time and makes the node known. The lock comes before the row: a row without it is a dead node's,
    /// and others that start remove it.
    /// </summary>
    /// <param name="clock">The store's. A start counts as a round does: the clock is not behind it either.</param>
    /// <param name="cancellation">Gives it up; the node is not known then.</param>
    public async Task JoinAsync(StoreClock clock, CancellationToken cancellation)
    {
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            await LockAsync(connection, cancellation);
            var (last, read) = await connection.QuerySingleAsync<(long, long)>(
                """
                WITH past AS (SELECT coalesce(max(at), 0) AS last FROM (SELECT at FROM round UNION ALL SELECT at FROM node) s),
                  now AS MATERIALIZED (SELECT clock(@Given, 0) AS read)
                INSERT INTO node (id, epoch, at) SELECT @Node, @Epoch, greatest(read, last) FROM past, now
                RETURNING (SELECT last FROM past), (SELECT read FROM now)
                """,
                new
                {
                    clock.Given,
                    Node,
                    Epoch,
                }
            );
            clock.Note(last, read);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        _connection = connection;
    }

    /// <summary>Opens it where it is not open, or known to have broken.</summary>
    public async ValueTask OpenAsync(CancellationToken cancellation)
    {
        if (_connection is not { State: System.Data.ConnectionState.Open })
        {
            await ReopenAsync(cancellation);
        }
    }

    /// <summary>
    /// Opens another. From then on nothing that was sent by the one before will be committed: what was under way is
    /// waited for, what may still come is refused by its epoch.
    /// </summary>
    /// <exception cref="StorageFatalException">The database does not know this node any more.</exception>
    public async Task ReopenAsync(CancellationToken cancellation)
    {
        await CloseAsync();
        var connection = await source.OpenConnectionAsync(cancellation);
        try
        {
            // The server may not have noticed that the connection broke, and go on for as long as TCP hopes, holding the
            // lock or waiting for it. Of those that have to do with it this node's own: another looks for dead nodes by it.
            await RunAsync(
                connection,
                $"""
                SELECT pg_terminate_backend(pid, 5000) FROM pg_locks l JOIN pg_stat_activity s USING (pid)
                WHERE l.locktype = 'advisory' AND l.classid = 'node'::regclass AND l.objid = $1 AND l.objsubid = 2
                  AND l.database = s.datid AND s.datname = current_database()
                  AND s.application_name = '{NameOf(node)}' AND pid <> pg_backend_pid()
                """,
                node,
                cancellation
            );
            Epoch =
                await RunAsync(
                    connection,
                    "UPDATE node SET epoch = epoch + 1 WHERE id = $1 RETURNING epoch",
                    node,
                    cancellation
                ) as int?
                ?? throw new StorageFatalException(
                    "The database does not know this node any more: another took it for dead, or an older state was restored."
                );
            await LockAsync(connection, cancellation);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        _connection = connection;
    }

    /// <summary>Closes it; the node counts as ended from here on, not only when the server has noticed.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_connection is { State: System.Data.ConnectionState.Open } open)
            {
                await RunAsync(open, $"SELECT pg_advisory_unlock({LockClass}, $1::int)", node, CancellationToken.None);
            }
        }
        catch (NpgsqlException)
        {
            // The server drops the lock with the connection.
        }

        await CloseAsync();
        await source.DisposeAsync();
    }

    private async Task LockAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        // Held by the server process that had the connection before, until it ends.
        await using var limit = new NpgsqlCommand($"SET lock_timeout = {(int)Takeover.TotalMilliseconds}", connection);
        await limit.ExecuteNonQueryAsync(cancellation);
        await RunAsync(connection, $"SELECT pg_advisory_lock({LockClass}, $1::int)", node, cancellation);
    }

    private async Task CloseAsync()
    {
        if (_connection is { } broken)
        {
            _connection = null;
            await broken.DisposeAsync();
        }
    }

    private static async Task<object?> RunAsync<T>(
        NpgsqlConnection connection,
        string sql,
        T parameter,
        CancellationToken cancellation
    )
    {
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters = { new NpgsqlParameter<T> { TypedValue = parameter } },
        };
        return await command.ExecuteScalarAsync(cancellation);
    }
}
