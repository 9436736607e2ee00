using Microsoft.Extensions.Logging;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Native;
using Switchyard.Storage.Sqlite.Time;

namespace Switchyard.Storage.Sqlite.Schema;

/// <summary>Brings the schema up to this binary's, each step once, all or nothing.</summary>
internal sealed partial class Migrator(ILogger logger)
{
    /// <summary>Applies the steps that are missing.</summary>
    /// <exception cref="StorageFatalException">The schema is newer than the binary, or a step applied before was another.</exception>
    public void Apply(Connection database, IReadOnlyList<Migration> migrations, DateTimeOffset now)
    {
        database.Execute("BEGIN IMMEDIATE");
        try
        {
            database.Execute(
                """
                CREATE TABLE IF NOT EXISTS migration (
                  number INTEGER PRIMARY KEY,
                  name TEXT NOT NULL,
                  sha256 TEXT NOT NULL,
                  applied INTEGER NOT NULL
                )
                """
            );
            var applied = Check(database, migrations);
            foreach (var migration in migrations.Skip(applied))
            {
                database.Execute(migration.Sql);
                using var note = database.Prepare("INSERT INTO migration VALUES (?1, ?2, ?3, ?4)");
                note.Bind(1, migration.Number).Bind(2, migration.Name).Bind(3, migration.Sha256);
                note.Bind(4, Micros.From(now)).Run();
                Applied(logger, migration.Name);
            }

            database.Execute("COMMIT");
        }
        catch
        {
            database.Recover();
            throw;
        }
    }

    private static int Check(Connection database, IReadOnlyList<Migration> migrations)
    {
        using var list = database.Prepare("SELECT number, name, sha256 FROM migration ORDER BY number");
        var applied = 0;
        while (list.Step())
        {
            var (number, name, sha256) = (list.Int32(0), list.Text(1), list.Text(2));
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

    [LoggerMessage(3002, LogLevel.Information, "The schema step {Migration} is applied.")]
    private static partial void Applied(ILogger logger, string migration);
}
