using System.Data;
using Dapper;
using Npgsql;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Connections;

/// <summary>
/// The connections for all but rounds, a bounded pool. A broken one is met once by whoever takes it: what certainly was
/// not done is done again on another, so that a database that was restarted costs nobody an error.
/// </summary>
internal sealed class StoreDatabase(NpgsqlDataSource pool) : IAsyncDisposable
{
    /// <summary>Tries to learn what became of a lost commit, a second apart.</summary>
    private const int MaxLookups = 10;

    /// <summary>Reads; one statement is one consistent view.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellation)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                await using var connection = await pool.OpenConnectionAsync(cancellation);
                return await read(connection);
            }
            catch (Exception fault) when (PostgresFault.IsBreak(fault))
            {
                Forget();
                if (!isFirst)
                {
                    throw PostgresFault.Translate(fault);
                }
            }
            catch (Exception fault) when (PostgresFault.IsOutage(fault))
            {
                throw PostgresFault.Translate(fault);
            }
        }
    }

    /// <summary>Writes in a transaction of its own and returns once that is durable.</summary>
    /// <param name="write">What to do; done again from its start when the connection broke before the commit, or on a deadlock.</param>
    /// <param name="cancellation">Gives it up before the commit.</param>
    /// <param name="isolation">Above read committed, what others changed meanwhile makes it fail as unavailable.</param>
    public async ValueTask<T> WriteAsync<T>(
        Func<NpgsqlConnection, Task<T>> write,
        CancellationToken cancellation,
        IsolationLevel isolation = IsolationLevel.ReadCommitted
    )
    {
        for (var isFirst = true; ; isFirst = false)
        {
            var (id, server) = (0UL, default(DateTime));
            var (isCommitting, result) = (false, default(T)!);
            try
            {
                await using var connection = await pool.OpenConnectionAsync(cancellation);
                await using var transaction = await connection.BeginTransactionAsync(isolation, cancellation);
                result = await write(connection);
                (id, server) = await connection.QuerySingleAsync<(ulong, DateTime)>(
                    "SELECT pg_current_xact_id(), pg_postmaster_start_time()"
                );
                isCommitting = true;
                var isAlone = false;
                connection.Notice += (_, told) => isAlone |= told.Notice.SqlState == PostgresErrorCodes.Warning;
                await transaction.CommitAsync(CancellationToken.None);
                return isAlone ? throw Unreplicated() : result;
            }
            catch (Exception fault) when (PostgresFault.IsBreak(fault))
            {
                Forget();
                if (isCommitting && await WasCommittedAsync(id, server, fault))
                {
                    return result;
                }

                if (!isFirst)
                {
                    throw PostgresFault.Translate(fault);
                }
            }
            catch (Exception fault) when (isFirst && PostgresFault.IsDeadlock(fault))
            {
                // Whoever was in the way has got through.
            }
            catch (Exception fault) when (PostgresFault.IsOutage(fault))
            {
                throw PostgresFault.Translate(fault);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => pool.DisposeAsync();

    // The connections, and which of several hosts could be written to.
    private void Forget()
    {
        pool.Clear();
        (pool as NpgsqlMultiHostDataSource)?.ClearDatabaseStates();
    }

    // After the command timeout the driver cancels, and a commit that waits for a synchronous standby then succeeds, with the
    // only warning that a commit knows.
    private static StorageUnavailableException Unreplicated() =>
        new(
            "The synchronous standby does not answer: what was written is on the primary alone, and may be lost with it."
        );

    // The connection broke while the commit was under way. The server knows what became of it, but not one that was started
    // since, on these files or on a standby's: what it never had of the transaction, it may have numbered another by.
    private async Task<bool> WasCommittedAsync(ulong id, DateTime server, Exception fault)
    {
        for (var lookup = 0; lookup < MaxLookups; lookup++)
        {
            try
            {
                await using var connection = await pool.OpenConnectionAsync();
                await using var ask = new NpgsqlCommand(
                    "SELECT CASE WHEN pg_postmaster_start_time() = $2 THEN pg_xact_status($1) ELSE 'unknown' END",
                    connection
                )
                {
                    Parameters =
                    {
                        new NpgsqlParameter<ulong> { TypedValue = id, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Xid8 },
                        new NpgsqlParameter<DateTime> { TypedValue = server },
                    },
                };
                switch (await ask.ExecuteScalarAsync() as string)
                {
                    case "committed":
                        return true;
                    case "aborted":
                        return false;
                    case "unknown":
                        throw new StorageUnavailableException(
                            "Another server process took the database over during a commit, which may have been lost.",
                            fault
                        );
                    default:
                        break; // its server process is still at it
                }
            }
            catch (NpgsqlException)
            {
                Forget(); // not back yet
            }

            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
        }

        throw PostgresFault.Translate(fault);
    }
}
