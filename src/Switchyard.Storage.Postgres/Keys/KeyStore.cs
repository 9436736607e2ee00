using Dapper;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Audit;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Keys;

/// <summary>API keys.</summary>
internal sealed class KeyStore(StoreDatabase database, StoreClock clock) : IKeyStore
{
    public ValueTask<long> AddAsync(NewApiKey key, AuditEntry audit, CancellationToken cancellation) =>
        database.WriteAsync(
            async connection =>
            {
                var id = await connection.ExecuteScalarAsync<long>(
                    """
                    INSERT INTO api_key (name, scopes, id_format, max_queued, max_per_minute, created, hash)
                    VALUES (@Name, @Scopes, @IdFormat, @MaxQueued, @MaxPerMinute, clock(@Given, @Ahead), @Hash)
                    RETURNING id
                    """,
                    new
                    {
                        Name = StoredText.Of(key.Name),
                        Scopes = (int)key.Scopes,
                        IdFormat = (short)key.IdFormat,
                        key.MaxQueued,
                        key.MaxPerMinute,
                        Hash = key.Hash.ToArray(),
                        clock.Given,
                        clock.Ahead,
                    }
                );
                await AuditStore.InsertAsync(connection, clock, audit with { Target = $"key {id}" });
                return id;
            },
            cancellation
        );

    public async ValueTask<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            connection =>
                connection.QueryAsync<KeyRow>(
                    """
                    SELECT id, name, scopes, id_format AS IdFormat, max_queued AS MaxQueued, max_per_minute AS MaxPerMinute,
                      created, hash
                    FROM api_key ORDER BY id
                    """
                ),
            cancellation
        );
        return [.. rows.Select(row => row.ToKey())];
    }

    public ValueTask<bool> DeleteAsync(long id, AuditEntry audit, CancellationToken cancellation) =>
        database.WriteAsync(
            async connection =>
            {
                var isDeleted = await connection.ExecuteAsync("DELETE FROM api_key WHERE id = @id", new { id }) > 0;
                if (isDeleted)
                {
                    await AuditStore.InsertAsync(connection, clock, audit);
                }

                return isDeleted;
            },
            cancellation
        );
}
