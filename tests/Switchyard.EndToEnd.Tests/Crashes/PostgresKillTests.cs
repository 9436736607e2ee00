using System.Globalization;
using Switchyard.EndToEnd.Tests.Load;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Crashes;

/// <summary>
/// Load on a server whose store is PostgreSQL, while one of them is killed: the server, one session of the database (which
/// takes all others along), or the whole database.
/// </summary>
public sealed class PostgresKillTests
{
    /// <summary>What must not be, each with a query that counts it.</summary>
    private static readonly (string Name, string Query)[] Invariants =
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

    /// <summary>Who is killed.</summary>
    public enum Victim
    {
        /// <summary>The server.</summary>
        Server,

        /// <summary>One session of the database.</summary>
        Backend,

        /// <summary>The whole database.</summary>
        Postmaster,
    }

    [Theory]
    [InlineData(Victim.Server)]
    [InlineData(Victim.Backend)]
    [InlineData(Victim.Postmaster)]
    public Task Kill_AtRandomMomentsUnderLoad_LosesNothingAcknowledged(Victim victim) => KillAsync(victim, rounds: 3);

    [Theory, Trait("Category", "Soak")]
    [InlineData(Victim.Server)]
    [InlineData(Victim.Backend)]
    [InlineData(Victim.Postmaster)]
    public Task Kill_FiftyTimesUnderLoad_LosesNothingAcknowledged(Victim victim) => KillAsync(victim, rounds: 50);

    private static async Task KillAsync(Victim victim, int rounds)
    {
        Assert.SkipWhen(PostgresCluster.Missing is not null, PostgresCluster.Missing ?? "");
        var seed = Seed.Take();
        var random = new Random(seed);
        await using var cluster = await PostgresCluster.StartAsync();
        var database = await cluster.CreateDatabaseAsync();
        using var data = new TempFolder();
        var setup = new ServerSetup(data.Path)
        {
            Environment = new Dictionary<string, string?>
            {
                ["SWITCHYARD_Storage__Database"] = cluster.UrlOf(database),
            },
        };
        var server = await Server.StartAsync(setup);
        try
        {
            await using var campaign = new Campaign(setup, seed);
            for (var round = 0; round < rounds; round++)
            {
                await campaign.AcknowledgesAsync(random.Next(1, 400), server);
                switch (victim)
                {
                    case Victim.Server:
                        await server.KillAsync();
                        await server.DisposeAsync();
                        server = await Server.StartAsync(setup);
                        break;
                    case Victim.Backend:
                        await KillBackendAsync(cluster, database, random);
                        break;
                    default:
                        await cluster.KillAsync();
                        await cluster.StartAgainAsync();
                        break;
                }
            }

            var problems = await campaign.SettleAsync();

            TestContext.Current.TestOutputHelper?.WriteLine($"{campaign.Journal.Acknowledged} acknowledged");
            problems.ShouldBeEmpty(server.Said);
            server.HasExited.ShouldBeFalse(server.Said);
            await VerifyAsync(cluster, database);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>One of the server's sessions, by kill -9: PostgreSQL ends all others and recovers.</summary>
    private static async Task KillBackendAsync(PostgresCluster cluster, string database, Random random)
    {
        var sessions = await cluster.QueryAsync(
            database,
            "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'switchyard%' ORDER BY pid"
        );
        if (sessions.Count > 0)
        {
            Signal.Send(int.Parse(sessions[random.Next(sessions.Count)], CultureInfo.InvariantCulture), Signal.Kill);
        }
    }

    private static async Task VerifyAsync(PostgresCluster cluster, string database)
    {
        foreach (var (name, query) in Invariants)
        {
            (await cluster.QueryAsync(database, $"SET search_path = switchyard; {query}"))[^1].ShouldBe("0", name);
        }
    }
}
