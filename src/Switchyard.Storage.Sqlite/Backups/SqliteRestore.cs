using Microsoft.Extensions.Logging;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Native;
using Switchyard.Storage.Sqlite.Schema;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Time;

namespace Switchyard.Storage.Sqlite.Backups;

/// <summary>
/// Makes a data folder's store out of a backup. What was given out between the backup and its loss is unknown, so every
/// sequence is raised by more than any store can have given out since: no id and no lease number is given out again.
/// </summary>
public static class SqliteRestore
{
    /// <summary>Jobs, leases and rounds a second that no store reaches.</summary>
    private const long MostPerSecond = 1_000_000;

    /// <summary>Keys, nodes and the like that nobody makes in the life of a backup.</summary>
    private const long MostOthers = 1_000_000;

    /// <summary>For clocks that are not quite right.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromHours(1);

    /// <summary>Restores; the store is durable when this returns.</summary>
    /// <param name="backup">The file of the backup; it is only read.</param>
    /// <param name="dataFolder">Where to; made when it is not there. It must not hold a store.</param>
    /// <param name="now">The time on the wall.</param>
    /// <param name="logger">Told of schema steps that a backup of an older version needs.</param>
    /// <exception cref="StorageFatalException">The file is no backup, damaged, or of a newer version; the folder is in
    /// use, or holds a store.</exception>
    /// <exception cref="StorageUnavailableException">A file cannot be read or written.</exception>
    public static RestoreResult Run(string backup, string dataFolder, DateTimeOffset now, ILogger logger)
    {
        SqliteLibrary.Use();
        using var folder = FolderLock.Take(dataFolder);
        var (file, partial) = (SqliteStorage.FileIn(dataFolder), SqliteStorage.FileIn(dataFolder) + ".restoring");
        if (File.Exists(file) || File.Exists(file + "-wal"))
        {
            // A log that is left over would be taken for the restored store's own.
            throw new StorageFatalException(
                $"{dataFolder} holds a store already: move it away, or name another folder."
            );
        }

        try
        {
            File.Delete(partial);
            File.Copy(backup, partial);
            var result = Prepare(partial, backup, now, logger);
            using (var copy = new FileStream(partial, FileMode.Open, FileAccess.Write))
            {
                copy.Flush(flushToDisk: true);
            }

            File.Move(partial, file);
            FolderSync.Run(Path.GetFullPath(dataFolder));
            return result;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException($"The backup cannot be restored: {fault.Message}", fault);
        }
        finally
        {
            File.Delete(partial);
            File.Delete(partial + "-journal");
        }
    }

    private static RestoreResult Prepare(string file, string backup, DateTimeOffset now, ILogger logger)
    {
        using var database = Connection.OpenWriter(file);
        Check(database, backup);
        new Migrator(logger).Apply(database, Migration.All, now);
        var tables = new StoreTables(database);
        var meta = tables.Meta.Read();
        var takenAt = Micros.ToTime(meta.Time);
        var elapsed = now > takenAt ? now - takenAt : TimeSpan.Zero;
        var most = (long)(elapsed + Slack).TotalSeconds * MostPerSecond;

        database.Execute("BEGIN IMMEDIATE");
        meta.Round += most;
        meta.Job += most;
        meta.Token += most;
        meta.Node += MostOthers;
        tables.Meta.Write(meta);
        database.Execute(
            $"""
            -- A table has its row from its first insert on, which may have come after the backup.
            WITH numbered(name) AS (VALUES ('blob'), ('api_key'), ('audit'), ('bulk'), ('schedule'))
            INSERT INTO sqlite_sequence
            SELECT name, 0 FROM numbered WHERE name NOT IN (SELECT name FROM sqlite_sequence);
            UPDATE sqlite_sequence SET seq = seq + {most} WHERE name = 'blob';
            UPDATE sqlite_sequence SET seq = seq + {MostOthers} WHERE name IN ('api_key', 'audit', 'bulk', 'schedule');
            """
        );
        tables.Audit.Insert(
            Micros.From(now),
            Actor.Node.Does(AuditActions.StoreRestore, "store", $"from {Path.GetFileName(backup)} of {takenAt:O}")
        );
        database.Execute("COMMIT");
        using var jobs = database.Prepare("SELECT count(*) FROM job");
        return new RestoreResult(jobs.Number()!.Value, takenAt, meta.Job + 1);
    }

    private static void Check(Connection database, string backup)
    {
        using var integrity = database.Prepare("PRAGMA quick_check(1)");
        using var tables = database.Prepare("SELECT count(*) FROM sqlite_master WHERE name = 'migration'");
        string? problem = null;
        try
        {
            problem =
                !integrity.Step() ? "it says nothing of itself"
                : integrity.Text(0) is var word and not "ok" ? word
                : null;
            integrity.Reset();
            problem ??= tables.Number() == 1 ? null : "it is another database";
        }
        catch (StorageFatalException fault)
        {
            problem = fault.Message;
        }

        if (problem is not null)
        {
            throw new StorageFatalException($"{backup} is no backup of Switchyard, or damaged: {problem}");
        }
    }
}
