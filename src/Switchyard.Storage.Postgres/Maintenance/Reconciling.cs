using System.Data;
using Dapper;
using Npgsql;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Rounds;

namespace Switchyard.Storage.Postgres.Maintenance;

/// <summary>
/// The reconciler. It looks by single statements, each of which sees whole rounds; what looks wrong is looked at again
/// and repaired under a snapshot of its own, which gives up when a round touches the same job.
/// </summary>
internal sealed class Reconciling(StoreDatabase database, LowWater lows)
{
    public async ValueTask<ReconcileResult> RunAsync(long after, int limit, CancellationToken cancellation)
    {
        var ids = await database.ReadAsync(
            connection =>
                connection.QueryAsync<long>(
                    "SELECT id FROM job WHERE id > @after ORDER BY id LIMIT @limit",
                    new { after, limit }
                ),
            cancellation
        );
        var run = ids.AsList();
        var last = run.Count < limit ? long.MaxValue : run[^1];
        var suspects = await database.ReadAsync(
            connection => Survey.SuspectsAsync(connection, after, last),
            cancellation
        );
        var made = new ReconcileResult(last == long.MaxValue ? null : last, [], []);
        if (suspects.Count > 0)
        {
            var repairs = await database.WriteAsync(
                connection => Repairs.RunAsync(connection, suspects),
                cancellation,
                IsolationLevel.RepeatableRead
            );
            made = made with { Repairs = repairs.Lines, Transitions = repairs.Transitions };
        }

        if (made.After is null)
        {
            made = await FinishAsync(made, cancellation);
        }

        if (made.Repairs.Count > 0)
        {
            lows.Forget();
        }

        return made;
    }

    // What only a look at the whole store shows.
    private async Task<ReconcileResult> FinishAsync(ReconcileResult made, CancellationToken cancellation)
    {
        var strays = await database.WriteAsync(Survey.RemoveStraysAsync, cancellation);
        var drift = await database.WriteAsync(MendAsync, cancellation, IsolationLevel.RepeatableRead);
        return made with
        {
            Counts = drift,
            Repairs =
            [
                .. made.Repairs,
                .. strays.Select(stray =>
                    $"Job {stray.Id}: was ready in route {stray.Route} by a row that is not its own."
                ),
                .. drift.Select(count =>
                    $"Lane {count.LaneId}: the count of {count.State} jobs was wrong by {-count.Count}."
                ),
            ],
        };
    }

    // The difference is of one moment and is added like any other, so it is right whatever rounds have done since.
    private static async Task<List<LaneCount>> MendAsync(NpgsqlConnection connection)
    {
        await connection.ExecuteAsync("SET LOCAL enable_seqscan = on; SET LOCAL statement_timeout = 0");
        var rows = await connection.QueryAsync<(int Lane, short State, long Count)>(
            """
            WITH drift AS (
              SELECT c.lane, c.state, sum(c.n)::bigint AS n FROM (
                SELECT lane, 3 AS state, count(*) AS n FROM ready GROUP BY lane
                UNION ALL SELECT lane, 2, count(*) FROM later GROUP BY lane
                UNION ALL SELECT lane, 4, count(*) FROM lease GROUP BY lane
                UNION ALL SELECT lane, state, count(*) FROM held GROUP BY lane, state
                UNION ALL SELECT lane, state, count(*) FROM outcome GROUP BY lane, state
                UNION ALL SELECT lane, state, -sum(n) FROM counter GROUP BY lane, state
              ) c
              WHERE EXISTS (SELECT 1 FROM lane WHERE id = c.lane)
              GROUP BY c.lane, c.state HAVING sum(c.n) <> 0
            )
            INSERT INTO counter (lane, state, n) SELECT lane, state, n FROM drift RETURNING lane, state, n
            """,
            commandTimeout: 0
        );
        return [.. rows.Select(row => new LaneCount(row.Lane, (JobState)row.State, row.Count))];
    }
}
