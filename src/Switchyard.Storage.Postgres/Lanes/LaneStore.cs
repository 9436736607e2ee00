using Dapper;
using Npgsql;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Connections;

namespace Switchyard.Storage.Postgres.Lanes;

/// <summary>Lanes: from memory, but for new ones.</summary>
internal sealed class LaneStore(LaneCache lanes, StoreDatabase database) : ILaneStore
{
    public async ValueTask<Lane?> InternAsync(
        Dialect dialect,
        long owner,
        string type,
        IReadOnlyList<string> tags,
        CancellationToken cancellation
    )
    {
        var (storedType, storedTags) = (StoredText.Of(type), tags.Select(tag => StoredText.Of(tag)).ToArray());
        var key = LaneKey.Of(dialect, owner, storedType, storedTags);
        if (lanes.Find(key) is { } known)
        {
            return known;
        }

        var ids = await database.WriteAsync(
            connection => InternAsync(connection, key, storedType, storedTags),
            cancellation
        );
        return ids is var (lane, route)
            ? lanes.Add(new Lane(lane, dialect, owner, new JobRoute(route, storedType, storedTags)))
            : null;
    }

    public ValueTask<IReadOnlyList<Lane>> ListAsync(CancellationToken cancellation) => lanes.ReadAsync(cancellation);

    public async ValueTask<IReadOnlyList<LaneCount>> CountsAsync(CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            connection =>
                connection.QueryAsync<(int Lane, short State, long Count)>(
                    "SELECT lane, state, sum(n)::bigint FROM counter GROUP BY lane, state HAVING sum(n) <> 0"
                ),
            cancellation
        );
        return [.. rows.Select(row => new LaneCount(row.Lane, (JobState)row.State, row.Count))];
    }

    private static async Task<(int Lane, int Route)?> InternAsync(
        NpgsqlConnection connection,
        LaneKey key,
        string type,
        string[] tags
    )
    {
        // One at a time, or two might each find room for the last one. Lanes are few, and new ones rare.
        await connection.ExecuteAsync("LOCK TABLE lane IN SHARE ROW EXCLUSIVE MODE");
        var parameters = new
        {
            Dialect = (short)key.Dialect,
            key.Owner,
            Digest = key.Digest(),
            Type = type,
            Tags = tags,
            ILaneStore.MaxLanes,
        };
        var known = await connection.QuerySingleOrDefaultAsync<(int, int)?>(
            """
            SELECT l.id, l.route FROM lane l JOIN route r ON r.id = l.route
            WHERE l.dialect = @Dialect AND l.owner = @Owner AND r.digest = @Digest
            """,
            parameters
        );
        return known
            ?? await connection.QuerySingleOrDefaultAsync<(int, int)?>(
                """
                WITH named AS (
                  INSERT INTO route (digest, type, tags) SELECT @Digest, @Type, @Tags
                  WHERE (SELECT count(*) FROM lane) < @MaxLanes ON CONFLICT (digest) DO NOTHING RETURNING id
                )
                INSERT INTO lane (dialect, owner, route)
                SELECT @Dialect, @Owner, n.id
                FROM (SELECT id FROM named UNION ALL SELECT id FROM route WHERE digest = @Digest) n
                WHERE (SELECT count(*) FROM lane) < @MaxLanes
                RETURNING id, route
                """,
                parameters
            );
    }
}
