using SQLitePCL;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Sqlite.Native;

/// <summary>What a result code of SQLite means to the engine.</summary>
internal static class SqliteFault
{
    /// <summary>The exception for an extended result code (https://www.sqlite.org/rescode.html).</summary>
    /// <param name="code">The extended code.</param>
    /// <param name="message">SQLite's own message.</param>
    /// <param name="statement">What was being done.</param>
    public static Exception From(int code, string message, string statement)
    {
        var text = $"SQLite says '{message}' (code {code}).";
        switch (code)
        {
            // After a failed sync the system may have dropped the pages and forgotten the error: what is on the disk is
            // unknown, and asking again would get a false yes.
            case raw.SQLITE_IOERR_FSYNC or raw.SQLITE_IOERR_DIR_FSYNC:
                return new StorageFatalException($"The disk failed to sync: what it holds is unknown. {text}");
        }

        switch (code & 0xFF)
        {
            case raw.SQLITE_FULL:
                return new StorageUnavailableException($"The disk is full. {text}");
            case raw.SQLITE_READONLY or raw.SQLITE_PERM:
                return new StorageUnavailableException($"The data folder is read-only. {text}");
            case raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM:
                return new StorageUnavailableException($"The database cannot be used now. {text}");
            case raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_FORMAT:
                return new StorageFatalException($"The database is damaged. {text}");
            default:
                return new InvalidOperationException($"{text} Statement: {statement}");
        }
    }
}
