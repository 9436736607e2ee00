using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Native;
using Switchyard.Storage.Sqlite.Schema;

namespace Switchyard.Storage.Sqlite;

/// <summary>Looks at a data folder without serving it.</summary>
public static class SqliteInspection
{
    /// <summary>The system's SQLite, for people.</summary>
    /// <exception cref="StorageFatalException">There is none, or it is too old.</exception>
    public static string Library() => SqliteLibrary.Use();

    /// <summary>The bytes of the store's file and of its write-ahead log; zero where there is none.</summary>
    public static (long Store, long Log) Sizes(string dataFolder) =>
        (LengthOf(SqliteStorage.FileIn(dataFolder)), LengthOf(SqliteStorage.FileIn(dataFolder) + "-wal"));

    /// <summary>
    /// The schema step that the store is at, and the last one that this version knows. Takes the folder while it looks, since
    /// no second process may open the files.
    /// </summary>
    /// <exception cref="StorageFatalException">The folder is in use by another process.</exception>
    /// <exception cref="StorageUnavailableException">The files cannot be used.</exception>
    public static (int At, int Known) Schema(string dataFolder)
    {
        SqliteLibrary.Use();
        using var folder = FolderLock.Take(dataFolder);
        using var database = Connection.OpenWriter(SqliteStorage.FileIn(dataFolder));
        using var steps = database.Prepare("SELECT max(number) FROM migration");
        return (steps.Step() ? steps.Int32(0) : 0, Migration.All.Count);
    }

    private static long LengthOf(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;
}
