using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Schema;

/// <summary>Brings the schema up to this binary's, each step once, all or nothing, however many nodes start at once.</summary>
internal sealed partial class Migrator(ILogger logger)
{
    /// <summary>The keys of the lock that is held while the schema is changed; each node takes it as it starts.</summary>
    public const string LockKeys = "1400333933, 0";

    /// <summary>Applies the steps that are missing.</summary>
    /// <param name="connection">An open connection whose search path is the schema.</param>
    /// <param name="schema">The schema, made when it is not there.</param>
    /// <param name="migrations">All the steps, in order.</param>
    /// <param name="cancellation">Gives it up; nothing is applied then.</param>
    /// <exception cref="StorageFatalException">The schema is newer than the binary, or a step applied before was another.</exception>
    public async Task ApplyAsync(
        NpgsqlConnection connection,
        string schema,
        IReadOnlyList<Migration> migrations,
        CancellationToken cancellation
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await connection.ExecuteAsync($"SELECT pg_advisory_xact_lock({LockKeys})");

        // Asked first: who may only use what is there is not refused for having no right to make it.
        if (
            !await connection.ExecuteScalarAsync<bool>(
                "SELECT to_regnamespace(quote_ident(@schema)) IS NOT NULL",
                new { schema }
            )
        )
        {
            await connection.ExecuteAsync($"CREATE SCHEMA {new NpgsqlCommandBuilder().QuoteIdentifier(schema)}");
        }

        if (!await connection.ExecuteScalarAsync<bool>("SELECT to_regclass('migration') IS NOT NULL"))
        {
            await connection.ExecuteAsync(
                """
                CREATE TABLE migration (
                  number int PRIMARY KEY,
                  name text NOT NULL,
                  sha256 text NOT NULL,
                  applied timestamptz NOT NULL DEFAULT now()
                )
                """
            );
        }

        var applied = Check(
            await connection.QueryAsync<(int, string, string)>(
                "SELECT number, name, sha256 FROM migration ORDER BY number"
            ),
            migrations
        );
        foreach (var migration in migrations.Skip(applied))
        {
            await connection.ExecuteAsync(migration.Sql);
            await connection.ExecuteAsync(
                "INSERT INTO migration (number, name, sha256) VALUES (@Number, @Name, @Sha256)",
                new
                {
                    migration.Number,
                    migration.Name,
                    migration.Sha256,
                }
            );
            Applied(logger, migration.Name);
        }

        await transaction.CommitAsync(cancellation);
    }

    private static int Check(
        IEnumerable<(int Number, string Name, string Sha256)> known,
        IReadOnlyList<Migration> migrations
    )
    {
        var applied = 0;
        foreach (var (number, name, sha256) in known)
        {
            if (number > migrations.Count)
            {
                throw new StorageFatalException(
                    $"The database has the schema {name}, newer than this version of Switchyard knows "
                        + $"({migrations[^1].Name}). Use the version that wrote it, or a later one."
                );
            }

            if (migrations[number - 1].Sha256 != sha256)
            {
                throw new StorageFatalException(
                    $"The database was made by another form of the migration {name}: this version of Switchyard cannot "
                        + "know what is in it."
                );
            }

            applied = number;
        }

        return applied;
    }

    [LoggerMessage(3501, LogLevel.Information, "The schema step {Migration} is applied.")]
    private static partial void Applied(ILogger logger, string migration);
}
