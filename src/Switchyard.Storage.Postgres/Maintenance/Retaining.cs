using Dapper;
using Npgsql;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Connections;
using Switchyard.Storage.Postgres.Rounds;
using Switchyard.Storage.Postgres.Time;

namespace Switchyard.Storage.Postgres.Maintenance;

/// <summary>
/// Deletes what was kept for long enough. It walks the outcomes by id, going on where the call before stopped; the jobs
/// that were made first mostly ended first, so what is to go lies together.
/// </summary>
internal sealed class Retaining(StoreDatabase database, StoreClock clock, long node)
{
    /// <summary>Outcomes looked at by one statement.</summary>
    private const int MaxScanned = 50_000;

    /// <summary>Jobs deleted in one transaction: no round waits for it, but other writers of the disk do.</summary>
    private const int Batch = 500;

    private static readonly TimeSpan KeyLife = TimeSpan.FromHours(24);

    /// <summary>How long a blob that nothing refers to is kept, for the round that is to refer to it.</summary>
    private static readonly TimeSpan UnusedBlobLife = TimeSpan.FromHours(1);

    /// <summary>How long a bulk action that ended is kept.</summary>
    private static readonly TimeSpan BulkLife = TimeSpan.FromDays(30);

    private long _walked;

    public async ValueTask<IReadOnlyList<Transition>> RunAsync(
        Retention retention,
        int limit,
        CancellationToken cancellation
    )
    {
        var now = await database.ReadAsync(
            connection =>
                connection.ExecuteScalarAsync<long>("SELECT clock(@Given, @Ahead)", new { clock.Given, clock.Ahead }),
            cancellation
        );
        var cutoffs = new
        {
            Succeeded = Before(retention.Succeeded),
            Failed = Before(retention.Failed),
            Cancelled = Before(retention.Cancelled),
        };

        var start = _walked;
        var over = await WalkAsync(start, long.MaxValue, limit);
        if (over.Count < limit)
        {
            over.AddRange(await WalkAsync(0, start, limit - over.Count));
        }

        var deleted = new List<Transition>();
        foreach (var batch in over.Chunk(Batch))
        {
            // What was deleted is to be told: a cancellation ends the batches, not the one under way.
            if (deleted.Count == 0 || !cancellation.IsCancellationRequested)
            {
                deleted.AddRange(
                    await database.WriteAsync(connection => DeleteAsync(connection, batch), CancellationToken.None)
                );
            }
        }

        await database.WriteAsync(
            connection => TrimAsync(connection, node, now, retention.Audit, limit),
            CancellationToken.None
        );
        return deleted;

        long? Before(TimeSpan? kept) => kept is { } span ? now - Micros.From(span) : null;

        async Task<List<long>> WalkAsync(long after, long last, int most)
        {
            var (isFull, ids) = (true, new List<long>());
            for (var scanned = 0; isFull && scanned < 2 && ids.Count < most; scanned++)
            {
                (after, isFull, var found) = await database.ReadAsync(
                    connection =>
                        connection.QuerySingleAsync<(long, bool, long[])>(
                            """
                            WITH walked AS MATERIALIZED (
                              SELECT id, state, finished FROM outcome WHERE id > @after AND id <= @last
                              ORDER BY id LIMIT @MaxScanned
                            ), past AS (
                              SELECT id FROM walked
                              WHERE finished < CASE state WHEN 6 THEN @Succeeded WHEN 7 THEN @Failed ELSE @Cancelled END
                              ORDER BY id LIMIT @left
                            )
                            SELECT coalesce((SELECT max(id) FROM past HAVING count(*) = @left),
                                (SELECT max(id) FROM walked), @after),
                              (SELECT count(*) FROM walked) = @MaxScanned, ARRAY(SELECT id FROM past ORDER BY id)
                            """,
                            new
                            {
                                after,
                                last,
                                MaxScanned,
                                left = most - ids.Count,
                                cutoffs.Succeeded,
                                cutoffs.Failed,
                                cutoffs.Cancelled,
                            }
                        ),
                    cancellation
                );
                ids.AddRange(found);
            }

            _walked = after;
            return ids;
        }

        async Task<List<Transition>> DeleteAsync(NpgsqlConnection connection, long[] ids)
        {
            await using var delete = new NpgsqlCommand(
                $"SELECT {Move.Columns} FROM retain($1, $2, $3, $4, $5)",
                connection
            );
            delete.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = ids });
            foreach (var number in new[] { cutoffs.Succeeded, cutoffs.Failed, cutoffs.Cancelled, now })
            {
                delete.Parameters.Add(
                    new NpgsqlParameter
                    {
                        Value = number ?? (object)DBNull.Value,
                        NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint,
                    }
                );
            }

            await using var rows = await delete.ExecuteReaderAsync(CancellationToken.None);
            return [.. (await Move.ReadAllAsync(rows)).Select(move => move.Transition!.Value)];
        }
    }

    // A key that was forgotten is not young again: the clock of no later start is behind this. That is noted last, and only
    // then, since rounds wait for the row.
    private static Task<int> TrimAsync(
        NpgsqlConnection connection,
        long node,
        long now,
        TimeSpan? auditLife,
        int limit
    ) =>
        connection.ExecuteAsync(
            """
            DELETE FROM blob WHERE id IN (
              SELECT id FROM blob WHERE uses = 0 AND since <= @blobs ORDER BY since LIMIT @most FOR UPDATE SKIP LOCKED
            );
            DELETE FROM bulk WHERE id IN (SELECT id FROM bulk WHERE NOT running AND changed < @bulks ORDER BY id LIMIT @limit);
            DELETE FROM audit WHERE id IN (
              SELECT id FROM (SELECT id, at FROM audit ORDER BY id LIMIT @limit) oldest WHERE at < @acts
            );
            WITH forgotten AS (
              DELETE FROM idempotency WHERE (owner, key) IN (
                SELECT owner, key FROM idempotency WHERE at <= @keys ORDER BY at LIMIT @limit FOR UPDATE SKIP LOCKED
              )
              RETURNING 1
            )
            UPDATE node SET at = greatest(at, @now) WHERE id = @node AND EXISTS (SELECT 1 FROM forgotten)
            """,
            new
            {
                node,
                now,
                keys = now - Micros.From(KeyLife),
                bulks = now - Micros.From(BulkLife),
                acts = auditLife is { } span ? now - Micros.From(span) : (long?)null,
                blobs = now - Micros.From(UnusedBlobLife),
                limit,
                most = Math.Min(limit, Batch),
            }
        );
}
