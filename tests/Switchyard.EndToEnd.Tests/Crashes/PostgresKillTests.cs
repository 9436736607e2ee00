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
            await Invariants.VerifyAsync(cluster, database);
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
}
