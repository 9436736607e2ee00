using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Audit;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Schema;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Backups;

/// <summary>
/// Makes a database that PostgreSQL's own tools restored fit to be served. What was given out between the backup and the
/// loss is unknown, so every sequence is raised by more than any store can have given out since: no id and no lease
/// number is given out again. Routes and lanes keep theirs: nobody outside the database ever has them.
/// </summary>
public static class PostgresRestore
{
    /// <summary>Jobs, leases, rounds and blobs a second that no store reaches.</summary>
    private const long MostPerSecond = 1_000_000;

    /// <summary>Keys, nodes and the like that nobody makes in the life of a backup.</summary>
    private const long MostOthers = 1_000_000;

    /// <summary>For clocks that are not quite right.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    /// <summary>Raises; it is durable when this returns. Done once more, it raises once more, which harms nothing.</summary>
    /// <param name="options">The restored database.</param>
    /// <param name="now">The time on this machine's wall; the database's own counts where that is later.</param>
    /// <param name="logger">Told of schema steps that a backup of an older version needs.</param>
    /// <param name="cancellation">Gives it up; at most the schema was brought up to date then.</param>
    /// <exception cref="FormatException">The name of the database is none.</exception>
    /// <exception cref="StorageFatalException">A node is connected; the database holds no store, or one of a newer
    /// version; a clock is wrong by years; the user may not change it.</exception>
    /// <exception cref="StorageUnavailableException">The database cannot be reached, or does not let us in.</exception>
    public static async ValueTask<PostgresRestoreResult> RunAsync(
        PostgresStorageOptions options,
        DateTimeOffset now,
        ILogger logger,
        CancellationToken cancellation
    )
    {
        var sources = new DataSources(options);
        await using var database = new StoreDatabase(sources.Pool());
        try
        {
            await database.ReadAsync(
                async connection =>
                {
                    await RefuseWithoutStoreAsync(connection, sources.Schema);
                    await RefuseWhileServedAsync(connection);
                    await new Migrator(logger).ApplyAsync(connection, sources.Schema, Migration.All, cancellation);
                    return true;
                },
                cancellation
            );
            return await database.WriteAsync(connection => RaiseAsync(connection, now), cancellation);
        }
        catch (PostgresException refusal)
        {
            throw new StorageFatalException($"PostgreSQL refuses: {refusal.MessageText}.", refusal);
        }
    }

    private static async Task RefuseWithoutStoreAsync(NpgsqlConnection connection, string schema)
    {
        if (!await connection.ExecuteScalarAsync<bool>("SELECT to_regclass('migration') IS NOT NULL"))
        {
            throw new StorageFatalException(
                $"The database {connection.Database} holds no store in the schema {schema}: restore the backup into it first."
            );
        }
    }

    private static async Task RefuseWhileServedAsync(NpgsqlConnection connection)
    {
        var nodes = await connection.QueryAsync<long>(NodeSession.LivingSql);
        if (string.Join(", ", nodes) is { Length: > 0 } living)
        {
            throw new StorageFatalException(
                $"A node is connected to the database {connection.Database} ({living}): stop every node first."
            );
        }
    }

    private static async Task<PostgresRestoreResult> RaiseAsync(NpgsqlConnection connection, DateTimeOffset now)
    {
        // A node that starts meanwhile waits for this lock before it does anything.
        await connection.ExecuteAsync($"SELECT pg_advisory_xact_lock({Migrator.LockKeys})");
        await RefuseWhileServedAsync(connection);
        var (taken, clock, job, token) = await connection.QuerySingleAsync<(long, long, long, long)>(
            """
            SELECT greatest(
              (SELECT max(at) FROM round),
              (SELECT max(at) FROM node),
              (SELECT max((extract(epoch FROM applied) * 1000000)::bigint) FROM migration)
            ), clock(NULL, 0), (SELECT last_value FROM job_number), (SELECT last_value FROM token_number)
            """
        );
        var elapsed = Micros.ToSpan(Math.Max(0, Math.Max(clock, Micros.From(now)) - taken));
        var most = (long)(elapsed + Slack).TotalSeconds * MostPerSecond;
        if (most > JobRef.MaxId - Math.Max(job, token))
        {
            throw new StorageFatalException(
                $"The store's last time is {Micros.ToTime(taken):O}, {elapsed.TotalDays / 365:0} years ago: there are not as "
                    + "many numbers left. Is the clock of this machine or of the database wrong?"
            );
        }

        await connection.ExecuteAsync(
            """
            SELECT setval('job_number', (SELECT last_value FROM job_number) + @most),
              setval('token_number', (SELECT last_value FROM token_number) + @most),
              setval('round_number', (SELECT last_value FROM round_number) + @most),
              setval('node_number', (SELECT last_value FROM node_number) + @MostOthers),
              setval('blob_id_seq', (SELECT last_value FROM blob_id_seq) + @most),
              setval('api_key_id_seq', (SELECT last_value FROM api_key_id_seq) + @MostOthers),
              setval('audit_id_seq', (SELECT last_value FROM audit_id_seq) + @MostOthers),
              setval('bulk_id_seq', (SELECT last_value FROM bulk_id_seq) + @MostOthers),
              setval('schedule_id_seq', (SELECT last_value FROM schedule_id_seq) + @MostOthers);
            -- A node that lost its connection and still runs finds another in its place, and ends.
            UPDATE node SET id = id + @MostOthers;
            UPDATE round SET node = node + @MostOthers;
            UPDATE answer SET node = node + @MostOthers;
            UPDATE lease SET node = node + @MostOthers WHERE node > 0;
            """,
            new { most, MostOthers }
        );
        var result = new PostgresRestoreResult(
            // All of a large store are counted, whatever that takes.
            await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM job", commandTimeout: 0),
            Micros.ToTime(taken),
            job + most + 1,
            token + most + 1
        );
        await AuditStore.InsertAsync(
            connection,
            new StoreClock(null),
            Actor.Node.Does(
                AuditActions.StoreRestore,
                "store",
                $"as of {result.TakenAt:O}; jobs go on with {result.NextJob}, lease tokens with {result.NextToken}"
            )
        );
        return result;
    }
}
