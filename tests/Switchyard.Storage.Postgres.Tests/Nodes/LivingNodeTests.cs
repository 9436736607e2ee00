using Dapper;
using Npgsql;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Tests.Nodes;

/// <summary>Two nodes on one database.</summary>
public sealed class LivingNodeTests
{
    [Fact]
    public async Task Start_WhileAnotherNodeLives_LeavesItsLeases()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var first = await database.OpenAsync();
        var node = (await first.Nodes.StartAsync(CancellationToken.None)).Node;
        var lane = await first.Lanes.InternAsync(Dialect.Native, 0, "work", [], CancellationToken.None);
        var round = new Round();
        round.Submissions.Add(
            new Submission(
                [
                    new NewJob
                    {
                        Lane = lane!,
                        Salt = 1,
                        Payload = default,
                    },
                ],
                null
            )
        );
        round.Claims.Add(new Claim([lane!.Route.Id], [new ClaimSlot("worker", node, 0)], TimeSpan.FromMinutes(1)));
        var leased = (await first.Rounds.CommitAsync(round, CancellationToken.None)).Claims[0][0];

        await using var second = await database.OpenAsync();
        (await second.Nodes.StartAsync(CancellationToken.None)).ReleasedLeases.ShouldBe(0);

        // What one settles, the other sees, its lane included, of which it has not heard.
        var settle = new Round();
        settle.Settlements.Add(Settlement.Succeeded(leased.Id, leased.Token, default));
        var settled = await second.Rounds.CommitAsync(settle, CancellationToken.None);
        settled.Settlements[0].Answer.ShouldBe(SettlementAnswer.Settled);
        (await second.Jobs.GetAsync(leased.Id, CancellationToken.None))!.Lane.Route.Type.ShouldBe("work");
    }

    [Fact]
    public async Task Node_InAnotherSchemaOfTheDatabase_IsAnother()
    {
        const string session = """
            SELECT pid FROM pg_stat_activity
            WHERE application_name = 'switchyard node 1' AND datname = current_database() ORDER BY backend_start LIMIT 1
            """;
        await using var database = await TestDatabase.CreateAsync();
        await using var ours = await OpenStore.OpenAsync(database);
        var first = await ours.SubmitAsync();
        var pid = await database.ScalarAsync(session);

        await using var theirs = await OpenStore.OpenAsync(database, "other");
        theirs.Node.ShouldBe(ours.Node);
        await theirs.SubmitAsync();

        (await ours.SubmitAsync()).ShouldBe(first + 1);
        (await database.ScalarAsync(session)).ShouldBe(pid);
    }

    [Fact]
    public async Task Start_OfSeveralAtOnce_TakesNoneOfThemForDead()
    {
        await using var database = await TestDatabase.CreateAsync();
        for (var time = 0; time < 3; time++)
        {
            var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenStore.OpenAsync(database)));
            foreach (var store in stores)
            {
                (await store.SubmitAsync()).ShouldBePositive();
            }

            foreach (var store in stores)
            {
                await store.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Round_CancelledWhileItTakesIds_LetsOthersTakeTheirs()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var store = await OpenStore.OpenAsync(database);
        await using var cancelled = await database.ConnectAsync();
        await cancelled.ExecuteAsync("SET lock_timeout = '100ms'");

        await using (var other = await database.ConnectAsync())
        await using (await other.BeginTransactionAsync())
        {
            await other.ExecuteAsync("ALTER SEQUENCE job_number CACHE 1");
            await Should.ThrowAsync<PostgresException>(() => cancelled.ExecuteAsync("SELECT take_jobs(2)"));
        }

        (await store.SubmitAsync().WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe(1);
    }
}
