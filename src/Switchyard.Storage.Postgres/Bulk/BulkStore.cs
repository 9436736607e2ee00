using Dapper;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Audit;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Bulk;

/// <summary>Bulk actions.</summary>
internal sealed class BulkStore(StoreDatabase database, StoreClock clock) : IBulkStore
{
    public ValueTask<long> AddAsync(ReadOnlyMemory<byte> state, AuditEntry? audit, CancellationToken cancellation) =>
        database.WriteAsync(
            async connection =>
            {
                var id = await connection.ExecuteScalarAsync<long>(
                    """
                    INSERT INTO bulk (running, changed, state) VALUES (true, clock(@Given, @Ahead), @State) RETURNING id
                    """,
                    new
                    {
                        clock.Given,
                        clock.Ahead,
                        State = state.ToArray(),
                    }
                );
                if (audit is not null)
                {
                    await AuditStore.InsertAsync(connection, clock, audit with { Target = $"bulk {id}" });
                }

                return id;
            },
            cancellation
        );

    public async ValueTask PutAsync(StoredBulk bulk, CancellationToken cancellation) =>
        await database.WriteAsync(
            connection =>
                connection.ExecuteAsync(
                    """
                    UPDATE bulk SET running = @IsRunning, changed = clock(@Given, @Ahead), state = @State WHERE id = @Id
                    """,
                    new
                    {
                        bulk.IsRunning,
                        clock.Given,
                        clock.Ahead,
                        State = bulk.State.ToArray(),
                        bulk.Id,
                    }
                ),
            cancellation
        );

    public ValueTask<IReadOnlyList<StoredBulk>> ListAsync(long? before, int limit, CancellationToken cancellation) =>
        ReadAsync(
            "id < coalesce(@before::bigint, id + 1) ORDER BY id DESC LIMIT @limit",
            new { before, limit },
            cancellation
        );

    public ValueTask<IReadOnlyList<StoredBulk>> RunningAsync(CancellationToken cancellation) =>
        ReadAsync("running ORDER BY id", new { }, cancellation);

    private async ValueTask<IReadOnlyList<StoredBulk>> ReadAsync(
        string which,
        object parameters,
        CancellationToken cancellation
    )
    {
        var rows = await database.ReadAsync(
            connection =>
                connection.QueryAsync<(long Id, bool IsRunning, byte[] State)>(
                    $"SELECT id, running, state FROM bulk WHERE {which}",
                    parameters
                ),
            cancellation
        );
        return [.. rows.Select(row => new StoredBulk(row.Id, row.IsRunning, row.State))];
    }
}
