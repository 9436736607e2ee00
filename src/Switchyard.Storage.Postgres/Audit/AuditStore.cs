using Dapper;
using Npgsql;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Audit;

/// <summary>Who did what.</summary>
internal sealed class AuditStore(StoreDatabase database, StoreClock clock) : IAuditStore
{
    /// <summary>Records an act in the transaction that is under way.</summary>
    public static Task<int> InsertAsync(NpgsqlConnection connection, StoreClock clock, AuditEntry entry) =>
        connection.ExecuteAsync(
            """
            INSERT INTO audit (at, key, name, door, address, action, target, detail)
            VALUES (clock(@Given, @Ahead), @KeyId, @Name, @Door, @Address, @Action, @Target, @Detail)
            """,
            new
            {
                clock.Given,
                clock.Ahead,
                entry.KeyId,
                Name = StoredText.Of(entry.KeyName),
                Door = (short?)entry.Door,
                Address = StoredText.Of(entry.Address),
                Action = StoredText.Of(entry.Action),
                Target = StoredText.Of(entry.Target),
                Detail = StoredText.Of(entry.Detail),
            }
        );

    public async ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellation) =>
        await database.WriteAsync(connection => InsertAsync(connection, clock, entry), cancellation);

    public async ValueTask<AuditPage> ListAsync(AuditQuery query, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            connection =>
                connection.QueryAsync<AuditRow>(
                    """
                    WITH scanned AS MATERIALIZED (
                      SELECT * FROM audit WHERE id < @Before ORDER BY id DESC LIMIT @ScanLimit + 1
                    ), stopped AS (
                      SELECT min(id) AS stop, count(*) AS n FROM scanned
                    )
                    SELECT CASE WHEN stopped.n > @ScanLimit THEN stopped.stop END AS Stop, matched.*
                    FROM stopped LEFT JOIN LATERAL (
                      SELECT s.* FROM scanned s
                      WHERE (stopped.n <= @ScanLimit OR s.id > stopped.stop)
                        AND (@KeyId::bigint IS NULL OR s.key = @KeyId)
                        AND (@Action::text IS NULL OR s.action = @Action)
                        AND (@Target::text IS NULL OR s.target = @Target)
                      ORDER BY s.id DESC LIMIT @Limit + 1
                    ) matched ON true
                    ORDER BY matched.id DESC
                    """,
                    new
                    {
                        Before = query.Before ?? long.MaxValue,
                        query.ScanLimit,
                        query.Limit,
                        query.KeyId,
                        Action = StoredText.Of(query.Action),
                        Target = StoredText.Of(query.Target),
                    }
                ),
            cancellation
        );
        var page = rows.AsList();
        var records = page.Where(row => row.Id > 0).Take(query.Limit).Select(row => row.ToRecord()).ToList();
        return new AuditPage(records, page.Count > query.Limit ? records[^1].Id : page[0].Stop + 1);
    }
}
