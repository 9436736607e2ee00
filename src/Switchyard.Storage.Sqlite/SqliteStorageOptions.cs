namespace Switchyard.Storage.Sqlite;

/// <summary>How to open the SQLite store.</summary>
public sealed record SqliteStorageOptions
{
    /// <summary>The folder that holds the database, made when it is not there. One process at a time has it open.</summary>
    public required string DataFolder { get; init; }

    /// <summary>When a round counts as durable; full, but for measurements.</summary>
    public SqliteSynchronous Synchronous { get; init; } = SqliteSynchronous.Full;

    /// <summary>
    /// The writer's page cache in bytes, 1 MiB or more. Default: 8 MiB; a round touches few pages, and 64 MiB were
    /// measured to be no faster at any depth.
    /// </summary>
    public long CacheSize { get; init; } = 8L << 20;

    /// <summary>Reads that may run at once, 1 to 64. Default: 4.</summary>
    public int Readers { get; init; } = 4;
}
