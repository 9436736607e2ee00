using Microsoft.Extensions.Logging;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Audit;
using Switchyard.Storage.Sqlite.Backups;
using Switchyard.Storage.Sqlite.Blobs;
using Switchyard.Storage.Sqlite.Bulk;
using Switchyard.Storage.Sqlite.Keys;
using Switchyard.Storage.Sqlite.Lanes;
using Switchyard.Storage.Sqlite.Logs;
using Switchyard.Storage.Sqlite.Maintenance;
using Switchyard.Storage.Sqlite.Native;
using Switchyard.Storage.Sqlite.Nodes;
using Switchyard.Storage.Sqlite.Reading;
using Switchyard.Storage.Sqlite.Rounds;
using Switchyard.Storage.Sqlite.Schedules;
using Switchyard.Storage.Sqlite.Schema;
using Switchyard.Storage.Sqlite.Tables;
using Switchyard.Storage.Sqlite.Time;
using Switchyard.Storage.Sqlite.Writing;

namespace Switchyard.Storage.Sqlite;

/// <summary>
/// The store in one file, <c>switchyard.db</c>, of a data folder. One thread writes, by one connection; readers see
/// whole rounds.
/// </summary>
public sealed class SqliteStorage : IStorage
{
    private readonly FolderLock _lock;
    private readonly Connection _database;
    private readonly Writer _writer;
    private readonly ReaderPool _readers;
    private bool _disposed;

    private SqliteStorage(
        FolderLock folder,
        Connection database,
        SqliteStorageOptions options,
        TimeProvider time,
        ILogger logger,
        string library
    )
    {
        _lock = folder;
        _database = database;
        var tables = new StoreTables(database);
        var lanes = OpenLanes(database, tables);
        var clock = new StoreClock(time, tables.Meta.Read().Time);
        var state = new StoreState(tables, lanes, clock);
        var transactions = new Transactions(database, state);
        var rounds = new RoundApplier(tables, state, lanes);
        var checkpoints = new Checkpoints(database, transactions, time, logger);
        _writer = new Writer(transactions, new RoundWork(transactions, rounds), checkpoints);
        _readers = new ReaderPool(FileIn(options.DataFolder), options.Readers, lanes);
        Jobs = new JobReads(_readers, _writer, tables, clock);
        Blobs = new BlobStore(_readers, _writer, tables, state);
        Lanes = new LaneStore(lanes, _readers, _writer, tables);
        Logs = new LogStore(_readers, _writer, tables);
        Keys = new KeyStore(_readers, _writer, tables, state);
        Audit = new AuditStore(_readers, _writer, tables, state);
        Bulk = new BulkStore(_readers, _writer, tables, state);
        var live = new LiveRuns(tables);
        Schedules = new ScheduleStore(_readers, _writer, tables, state, live, time);
        ScheduleRuns = new ScheduleRunStore(_readers, _writer, tables, live);
        Nodes = new NodeStore(_readers, _writer, tables, state, rounds, library);
        Maintenance = new MaintenanceStore(
            new Retaining(_readers, _writer, tables, state, clock, rounds.Moves),
            new Reconciling(_readers, _writer, state, new Repairs(database, tables, lanes), lanes),
            new BackupFile(FileIn(options.DataFolder))
        );
    }

    /// <inheritdoc />
    public IRoundStore Rounds => _writer;

    /// <inheritdoc />
    public IJobStore Jobs { get; }

    /// <inheritdoc />
    public IBlobStore Blobs { get; }

    /// <inheritdoc />
    public ILaneStore Lanes { get; }

    /// <inheritdoc />
    public ILogStore Logs { get; }

    /// <inheritdoc />
    public IKeyStore Keys { get; }

    /// <inheritdoc />
    public IAuditStore Audit { get; }

    /// <inheritdoc />
    public IBulkStore Bulk { get; }

    /// <inheritdoc />
    public IScheduleStore Schedules { get; }

    /// <inheritdoc />
    public IScheduleRunStore ScheduleRuns { get; }

    /// <inheritdoc />
    public INodeStore Nodes { get; }

    /// <inheritdoc />
    public IMaintenanceStore Maintenance { get; }

    /// <summary>Runs something on the connection that writes, in a transaction between rounds: for tests.</summary>
    internal ValueTask<T> OnWriterAsync<T>(Func<Connection, T> work) =>
        _writer.RunAsync(() => work(_database), CancellationToken.None);

    /// <summary>Opens the store in a data folder, making it when there is none, and brings its schema up to date.</summary>
    /// <param name="options">Where, and how.</param>
    /// <param name="time">The wall clock is read once, here; from then on elapsed time counts.</param>
    /// <param name="logger">For what no caller is told.</param>
    /// <param name="cancellation">Ends the wait for it.</param>
    /// <exception cref="StorageFatalException">The folder is in use by another process; the schema is newer than this
    /// binary; the system has no SQLite, or one before 3.35.</exception>
    /// <exception cref="StorageUnavailableException">The folder cannot be written to.</exception>
    public static async ValueTask<SqliteStorage> OpenAsync(
        SqliteStorageOptions options,
        TimeProvider time,
        ILogger<SqliteStorage> logger,
        CancellationToken cancellation
    ) => await Task.Run(() => Open(options, time, logger), cancellation);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _readers.DisposeAsync();
        await _writer.DisposeAsync();
        _database.Dispose();
        _lock.Dispose();
    }

    private static SqliteStorage Open(SqliteStorageOptions options, TimeProvider time, ILogger logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.CacheSize, 1 << 20);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Readers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Readers, 64);
        var library = SqliteLibrary.Use();
        var folder = FolderLock.Take(options.DataFolder);
        Connection? database = null;
        try
        {
            database = Connection.OpenWriter(FileIn(options.DataFolder));
            Configure(database, options);
            new Migrator(logger).Apply(database, Migration.All, time.GetUtcNow());
            WalFile.Extend(FileIn(options.DataFolder), Checkpoints.WalSize);
            return new SqliteStorage(folder, database, options, time, logger, library);
        }
        catch
        {
            database?.Dispose();
            folder.Dispose();
            throw;
        }
    }

    private static void Configure(Connection database, SqliteStorageOptions options)
    {
        using var journal = database.Prepare("PRAGMA journal_mode = WAL");
        if (!journal.Step() || journal.Text(0) != "wal")
        {
            throw new StorageFatalException(
                $"The file system of {options.DataFolder} cannot hold a write-ahead log: a local one is needed."
            );
        }

        journal.Reset();
        database.Execute(
            $"""
            PRAGMA synchronous = {options.Synchronous};
            PRAGMA fullfsync = {options.Synchronous == SqliteSynchronous.Full};
            PRAGMA checkpoint_fullfsync = {options.Synchronous == SqliteSynchronous.Full};
            PRAGMA cache_size = -{options.CacheSize >> 10};
            PRAGMA temp_store = MEMORY;
            PRAGMA journal_size_limit = {64 << 20};
            """
        );
    }

    private static LaneCache OpenLanes(Connection database, StoreTables tables)
    {
        var lanes = tables.Lanes.List();
        if (lanes.Count > ILaneStore.MaxLanes / 2)
        {
            // Before anything remembers one of them.
            database.Execute("BEGIN IMMEDIATE");
            tables.Lanes.Trim();
            database.Execute("COMMIT");
            lanes = tables.Lanes.List();
        }

        return new LaneCache(lanes);
    }

    internal static string FileIn(string folder) => Path.Combine(folder, "switchyard.db");
}
