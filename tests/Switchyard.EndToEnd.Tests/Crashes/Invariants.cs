namespace Switchyard.EndToEnd.Tests.Crashes;

/// <summary>What holds in a store on PostgreSQL whatever happened, asked for in its tables.</summary>
internal static class Invariants
{
    /// <summary>What must not be, each with a query that counts it.</summary>
    private static readonly (string Name, string Query)[] All =
    [
        (
            "jobs that are not in exactly one state",
            """
            SELECT count(*) FROM job j WHERE (SELECT count(*) FROM (
              SELECT id FROM ready WHERE id = j.id UNION ALL SELECT id FROM later WHERE id = j.id
              UNION ALL SELECT id FROM held WHERE id = j.id UNION ALL SELECT id FROM lease WHERE id = j.id
              UNION ALL SELECT id FROM outcome WHERE id = j.id) s) <> 1
            """
        ),
        (
            "rows of a state without a job",
            """
            SELECT count(*) FROM (SELECT id FROM ready UNION ALL SELECT id FROM later UNION ALL SELECT id FROM held
              UNION ALL SELECT id FROM lease UNION ALL SELECT id FROM outcome) s
            WHERE NOT EXISTS (SELECT 1 FROM job WHERE job.id = s.id)
            """
        ),
        (
            "counts that a recount does not give",
            """
            SELECT count(*) FROM (SELECT lane, state, sum(n) AS n FROM counter WHERE lane > 0 GROUP BY lane, state) kept
            FULL JOIN (SELECT lane, state, count(*) AS n FROM (SELECT lane, 3 AS state FROM ready
              UNION ALL SELECT lane, 2 FROM later UNION ALL SELECT lane, 4 FROM lease
              UNION ALL SELECT lane, state FROM held UNION ALL SELECT lane, state FROM outcome) s
              GROUP BY lane, state) counted USING (lane, state)
            WHERE coalesce(kept.n, 0) <> coalesce(counted.n, 0)
            """
        ),
        ("leases given out twice", "SELECT count(*) - count(DISTINCT token) FROM outcome WHERE token > 0"),
        (
            "attempts beyond those begun",
            "SELECT count(*) FROM outcome o WHERE o.attempt < (SELECT count(*) FROM attempt a WHERE a.job = o.id)"
        ),
    ];

    /// <summary>Fails where one does not hold.</summary>
    public static async Task VerifyAsync(PostgresCluster cluster, string database)
    {
        foreach (var (name, query) in All)
        {
            (await cluster.QueryAsync(database, $"SET search_path = switchyard; {query}"))[^1].ShouldBe("0", name);
        }
    }
}
