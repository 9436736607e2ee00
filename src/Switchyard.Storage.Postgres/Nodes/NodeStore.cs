using Dapper;
using Npgsql;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Lanes;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Nodes;

/// <summary>This node among those of the database.</summary>
internal sealed class NodeStore(StoreDatabase database, StoreClock clock, long node, string version) : INodeStore
{
    /// <summary>Leases put back in one transaction.</summary>
    private const int Batch = 500;

    public async ValueTask<NodeStart> StartAsync(CancellationToken cancellation)
    {
        var dead = await database.WriteAsync(DeadAsync, cancellation);
        var released = 0L;
        int batch;
        do
        {
            batch = await database.WriteAsync(
                connection =>
                    connection.ExecuteScalarAsync<int>(
                        "SELECT release_leases(@dead, @Batch, clock(@Given, @Ahead))",
                        new
                        {
                            dead,
                            Batch,
                            clock.Given,
                            clock.Ahead,
                        }
                    ),
                cancellation
            );
            released += batch;
        } while (batch == Batch);

        var at = await database.WriteAsync(
            connection =>
                connection.ExecuteScalarAsync<long>(
                    """
                    DELETE FROM node WHERE id = ANY (@dead);
                    DELETE FROM answer WHERE node = ANY (@dead);
                    DELETE FROM round WHERE node = ANY (@dead);
                    SELECT clock(@Given, @Ahead)
                    """,
                    new
                    {
                        dead,
                        clock.Given,
                        clock.Ahead,
                    }
                ),
            cancellation
        );
        await database.WriteAsync(connection => LaneTrim.RunAsync(connection, node), cancellation);
        return new NodeStart(node, Micros.ToTime(at), released, version);
    }

    public async ValueTask ProbeAsync(CancellationToken cancellation) =>
        await database.WriteAsync(
            connection => connection.ExecuteAsync("UPDATE node SET at = at WHERE id = @node", new { node }),
            cancellation
        );

    // A node is dead when nobody holds its lock. Those that have leases count too: their row may be gone already.
    private async Task<long[]> DeadAsync(NpgsqlConnection connection) =>
        [
            .. await connection.QueryAsync<long>(
                $"""
                SELECT known.id FROM (
                  SELECT id FROM node UNION SELECT DISTINCT node FROM lease WHERE node > 0
                ) AS known(id)
                WHERE known.id <> @node AND pg_try_advisory_xact_lock({NodeSession.LockClass}, known.id::int)
                """,
                new { node }
            ),
        ];
}
