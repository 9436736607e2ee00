using Dapper;
using Npgsql;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Lanes;

/// <summary>
/// Forgets lanes without jobs, and routes without lanes, when there are many: without that, clients that come and go would
/// use up <see cref="ILaneStore.MaxLanes"/> one day. Only of a node that starts while there is no other, since nodes
/// remember lanes.
/// </summary>
internal static class LaneTrim
{
    /// <summary>Does so in the transaction that is under way, before this node has read a lane.</summary>
    public static async Task<int> RunAsync(NpgsqlConnection connection, long node)
    {
        if (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM lane") <= ILaneStore.MaxLanes / 2)
        {
            return 0;
        }

        // Who starts meanwhile waits with its row, and reads lanes after that. The scans are of whole tables.
        await connection.ExecuteAsync(
            """
            SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL statement_timeout = 0;
            LOCK TABLE node IN SHARE MODE; LOCK TABLE lane IN SHARE ROW EXCLUSIVE MODE
            """
        );
        return await connection.ExecuteScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM node WHERE id <> @node)",
            new { node }
        )
            ? 0
            : await connection.ExecuteAsync(
                // The jobs are looked at too: the lane of one whose count is wrong must not go.
                """
                WITH used AS MATERIALIZED (
                  SELECT lane FROM counter GROUP BY lane, state HAVING sum(n) <> 0 UNION SELECT lane FROM job
                )
                DELETE FROM lane WHERE id NOT IN (SELECT lane FROM used);
                DELETE FROM counter WHERE lane NOT IN (SELECT id FROM lane);
                DELETE FROM route WHERE id NOT IN (SELECT route FROM lane)
                """,
                commandTimeout: 0
            );
    }
}
