namespace Switchyard.Storage.Postgres;

/// <summary>How to open the PostgreSQL store.</summary>
public sealed record PostgresStorageOptions
{
    /// <summary>
    /// The database: <c>postgres://user:password@host:port/database</c>, or Npgsql's connection text. Tables stand in the
    /// schema that its search path names, <c>switchyard</c> where it names none.
    /// </summary>
    public required string Database { get; init; }

    /// <summary>
    /// Connections beside the one that rounds are committed by, 2 to 100; who finds all of them busy waits. Default: 10.
    /// A maximum pool size in <see cref="Database"/> overrules it.
    /// </summary>
    public int MaxConnections { get; init; } = 10;

    /// <summary>Tests turn the clock that decides leases; null for the database's own.</summary>
    internal TimeProvider? Clock { get; init; }
}
