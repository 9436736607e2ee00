using SQLitePCL;

namespace Switchyard.Storage.Sqlite.Native;

/// <summary>A connection and its prepared statements. One thread at a time.</summary>
internal sealed class Connection : IDisposable
{
    /// <summary>For a lock that an operator's own tool holds, in milliseconds.</summary>
    private const int BusyTimeout = 5_000;

    private readonly sqlite3 _database;
    private readonly List<Statement> _statements = [];

    private Connection(sqlite3 database) => _database = database;

    /// <summary>The one that writes; makes the file when there is none.</summary>
    public static Connection OpenWriter(string file) =>
        Open(file, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX);

    /// <summary>One that reads; the writer is open.</summary>
    public static Connection OpenReader(string file) => Open(file, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_NOMUTEX);

    /// <summary>A statement, prepared when it is first used.</summary>
    public Statement Prepare(string sql)
    {
        var statement = new Statement(this, sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Runs statements that give no rows.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(_database, sql), sql);

    /// <summary>Whether a transaction is open. SQLite itself ends one after some errors.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_database) == 0;

    /// <summary>Pages that this connection has written, into the WAL, since it was asked last.</summary>
    public int TakePagesWritten()
    {
        // Taken, for the sum in there starts anew at 2^31: after a day of full load.
        Check(
            raw.sqlite3_db_status(_database, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, resetFlg: 1),
            "cache_write"
        );
        return pages;
    }

    /// <summary>Copies the WAL into the database.</summary>
    /// <param name="mode"><c>SQLITE_CHECKPOINT_PASSIVE</c> waits for nobody, the others for readers.</param>
    /// <param name="wait">For how long.</param>
    /// <returns>Whether all of it is copied.</returns>
    public bool Checkpoint(int mode, TimeSpan wait)
    {
        Check(raw.sqlite3_busy_timeout(_database, (int)wait.TotalMilliseconds), "busy_timeout");
        try
        {
            var code = raw.sqlite3_wal_checkpoint_v2(_database, "main", mode, out var pages, out var copied);
            if (code != raw.SQLITE_BUSY)
            {
                Check(code, "checkpoint");
            }

            return code == raw.SQLITE_OK && pages == copied;
        }
        finally
        {
            _ = raw.sqlite3_busy_timeout(_database, BusyTimeout);
        }
    }

    /// <summary>After an error: no statement stays in the middle of its rows, and no transaction open.</summary>
    public void Recover()
    {
        foreach (var statement in _statements)
        {
            statement.Reset();
        }

        if (InTransaction)
        {
            // What it says does not matter: the transaction is over after it.
            _ = raw.sqlite3_exec(_database, "ROLLBACK");
        }
    }

    /// <summary>Throws what a result code means, unless it is a success.</summary>
    public void Check(int code, string statement)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Fault(statement);
        }
    }

    /// <summary>What the last error of this connection means.</summary>
    public Exception Fault(string statement) =>
        SqliteFault.From(
            raw.sqlite3_extended_errcode(_database),
            raw.sqlite3_errmsg(_database).utf8_to_string(),
            statement
        );

    /// <summary>Ends what the connection is doing, with an error; from any thread.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(_database);

    public void Dispose()
    {
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        _database.Dispose();
    }

    internal sqlite3 Handle => _database;

    private static Connection Open(string file, int flags)
    {
        var code = raw.sqlite3_open_v2(file, out var database, flags, null);
        var connection = new Connection(database);
        try
        {
            connection.Check(code, file);

            // Closing must not checkpoint: after a failed sync that would make a false truth of what the WAL holds,
            // and a reader must never do it. A clean close does it explicitly.
            connection.Check(
                raw.sqlite3_db_config(database, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _),
                "no_ckpt_on_close"
            );
            connection.Check(raw.sqlite3_wal_autocheckpoint(database, 0), "wal_autocheckpoint");
            connection.Check(raw.sqlite3_busy_timeout(database, BusyTimeout), "busy_timeout");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
