using Dapper;
using Npgsql;
using Switchyard.Storage.Postgres.Reading;

namespace Switchyard.Storage.Postgres.Maintenance;

/// <summary>Looks for what no transition leaves.</summary>
internal static class Survey
{
    /// <summary>Wrong rows of the ready table that one survey finds; the next pass finds more.</summary>
    private const int MaxStrays = 10_000;

    /// <summary>The tables whose rows belong to a job, by the column that names it; ready is keyed otherwise.</summary>
    public static IReadOnlyList<(string Name, string Key)> OfOneJob { get; } =
    [
        ("outcome", "id"),
        ("lease", "id"),
        ("held", "id"),
        ("later", "id"),
        ("attempt", "job"),
        ("checkpoint", "id"),
        ("progress", "id"),
        ("callback", "id"),
        ("log", "job"),
        ("run", "job"),
    ];

    /// <summary>Jobs of a run of ids that are not in exactly one state, or not there though rows say so.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="after">The run starts behind this id.</param>
    /// <param name="last">The run ends with this id.</param>
    public static async Task<List<long>> SuspectsAsync(NpgsqlConnection connection, long after, long last) =>
        (
            await connection.QueryAsync<long>(
                $"""
                SELECT found.id FROM ({string.Join(
                    " UNION ",
                    OfOneJob.Select(table => $"SELECT {table.Key} AS id FROM {table.Name} WHERE {table.Key} > @after AND {table.Key} <= @last")
                )}) AS found
                WHERE NOT EXISTS (SELECT 1 FROM job WHERE job.id = found.id)
                UNION ALL
                SELECT j.id FROM job j {JobReadRow.Joins}
                WHERE j.id > @after AND j.id <= @last AND (
                  num_nonnulls(o.id, l.id, h.id, t.id, r.id) <> 1
                  OR (o.id IS NULL AND j.ttl IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM expiry e WHERE e.at = expires(j.created, j.renewed, j.ttl) AND e.id = j.id
                  ))
                )
                ORDER BY id
                """,
                new { after, last }
            )
        ).AsList();

    /// <summary>Removes rows of the ready table whose job is not there, or elsewhere. Scans the table.</summary>
    public static async Task<List<(int Route, long Id)>> RemoveStraysAsync(NpgsqlConnection connection) =>
        (
            await connection.QueryAsync<(int, long)>(
                $"""
                DELETE FROM ready WHERE ctid = ANY (ARRAY(
                  SELECT r.ctid FROM ready r
                  LEFT JOIN LATERAL (SELECT prio, lane FROM job WHERE id = r.id LIMIT 1) j ON true
                  LEFT JOIN LATERAL (SELECT route FROM lane WHERE id = j.lane LIMIT 1) l ON true
                  WHERE l.route IS DISTINCT FROM r.route OR j.prio <> r.prio LIMIT {MaxStrays}
                ))
                RETURNING route, id
                """,
                commandTimeout: 0
            )
        ).AsList();
}
