using System.Diagnostics;
using Npgsql;

namespace Switchyard.Bench.Stores;

/// <summary>
/// What PostgreSQL itself gives: a loop of one connection that completes, inserts and claims 128 rows a round trip over
/// the narrowest tables that would do. No lanes, no counts, no events, nobody to tell: an upper bound.
/// </summary>
internal sealed class RawLoop : IAsyncDisposable
{
    private const int Batch = 128;
    private const int PayloadLength = 200;

    private const string Tables = """
        CREATE TABLE job (id bigint PRIMARY KEY, route int NOT NULL, prio smallint NOT NULL,
          created timestamptz NOT NULL DEFAULT now(), payload bytea);
        CREATE TABLE ready (route int, prio smallint, id bigint, PRIMARY KEY (route, prio, id))
          WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
        CREATE TABLE lease (id bigint PRIMARY KEY, token bigint, until timestamptz)
          WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
        CREATE TABLE outcome (id bigint PRIMARY KEY, state smallint, finished timestamptz, result bytea);
        """;

    private const string Complete = """
        WITH t AS (SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::bigint[]) AS t (id, result, token)),
          d AS (DELETE FROM lease l USING t WHERE l.id = t.id AND l.token = t.token RETURNING l.id)
        INSERT INTO outcome SELECT d.id, 3, now(), t.result FROM d JOIN t ON t.id = d.id
        """;

    private const string Insert = """
        WITH j AS (INSERT INTO job (id, route, prio, payload)
          SELECT i, 1, 2, p FROM unnest($1::bigint[], $2::bytea[]) AS t (i, p) RETURNING id)
        INSERT INTO ready SELECT 1, 2, id FROM j
        """;

    private const string Claim = """
        WITH c AS (DELETE FROM ready WHERE route = 1 AND (route, prio, id) IN
            (SELECT route, prio, id FROM ready WHERE route = 1 AND id >= $3 ORDER BY prio, id LIMIT $2
             FOR UPDATE SKIP LOCKED) RETURNING id),
          l AS (INSERT INTO lease SELECT id, $1, now() + interval '30 s' FROM c)
        SELECT j.id, j.payload FROM job j WHERE j.id = ANY (ARRAY (SELECT id FROM c))
        """;

    private readonly NpgsqlDataSource source;
    private readonly NpgsqlConnection connection;
    private readonly byte[][] payloads = [.. Enumerable.Repeat(new byte[PayloadLength], Batch)];
    private List<long> leased = [];
    private long next = 1;
    private long token;

    private RawLoop(NpgsqlDataSource source, NpgsqlConnection connection)
    {
        this.source = source;
        this.connection = connection;
    }

    /// <summary>Makes the tables in an empty database.</summary>
    public static async Task<RawLoop> StartAsync(string database, CancellationToken cancellation)
    {
        var text = new NpgsqlConnectionStringBuilder(database)
        {
            MaxAutoPrepare = 20,
            AutoPrepareMinUsages = 1,
            Options = "-c enable_seqscan=off -c enable_bitmapscan=off -c enable_hashjoin=off -c enable_mergejoin=off",
        };
        NpgsqlDataSource source = NpgsqlDataSource.Create(text);
        NpgsqlConnection connection = await source.OpenConnectionAsync(cancellation);
        await using var tables = new NpgsqlCommand(Tables, connection);
        await tables.ExecuteNonQueryAsync(cancellation);
        return new RawLoop(source, connection);
    }

    /// <summary>Turns for that long.</summary>
    /// <returns>Cycles a second.</returns>
    public async Task<double> RunAsync(TimeSpan duration, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        long done = 0;
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            done += await TurnAsync(cancellation);
        }
        return done / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await source.DisposeAsync();
    }

    private async Task<int> TurnAsync(CancellationToken cancellation)
    {
        int completed = leased.Count;
        await using var batch = new NpgsqlBatch(connection);
        if (completed > 0)
        {
            Add(
                batch,
                Complete,
                leased.ToArray(),
                payloads[..completed],
                Enumerable.Repeat(token, completed).ToArray()
            );
        }
        long low = leased.Count > 0 ? leased.Min() : 0;
        Add(batch, Insert, Enumerable.Range(0, Batch).Select(_ => next++).ToArray(), payloads);
        Add(batch, Claim, ++token, Batch, low);
        List<long> claimed = [];
        await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(cancellation);
        do
        {
            while (await reader.ReadAsync(cancellation))
            {
                claimed.Add(reader.GetInt64(0));
                _ = await reader.GetFieldValueAsync<byte[]>(1, cancellation);
            }
        } while (await reader.NextResultAsync(cancellation));
        leased = claimed;
        return completed;
    }

    private static void Add(NpgsqlBatch batch, string statement, params object[] values)
    {
        var command = new NpgsqlBatchCommand(statement);
        foreach (object value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
        batch.BatchCommands.Add(command);
    }
}
