using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Backups;

namespace Switchyard.Storage.Postgres.Tests.Backups;

/// <summary>A database that pg_dump backed up and pg_restore restored: what is in it, and what it never gives out again.</summary>
public sealed class PostgresRestoreTests
{
    private static readonly AuditEntry Act = new(0, "node", null, null, AuditActions.KeyCreate, "");

    [Fact]
    public async Task Restore_OfADump_KeepsItsContentAndGivesOutNewNumbers()
    {
        await using var database = await TestDatabase.CreateAsync();
        LeasedJob lost;
        long lastJob = 0;
        long lastKey = 0;
        long lastNode;
        await using (var store = await OpenStore.OpenAsync(database))
        {
            await store.SubmitAsync(3);
            var first = await store.ClaimAsync();
            await store.CommitAsync(round =>
                round.Settlements.Add(Settlement.Succeeded(first.Id, first.Token, new Content(new byte[] { 7 })))
            );
            lost = await store.ClaimAsync();
            lastNode = store.Node;
            await using var restored = await database.RestoreAsync(async () =>
            {
                lastJob = await store.SubmitAsync(5) + 4;
                lost = await store.ClaimAsync();
                lastKey = await AddKeyAsync(store);
            });

            var result = await RaiseAsync(restored);

            result.Jobs.ShouldBe(3);
            result.NextJob.ShouldBeGreaterThan(lastJob + 3_000_000_000, "an hour's worth, at the least");
            result.NextToken.ShouldBeGreaterThan(lost.Token);
            result.TakenAt.ShouldBe(TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(5));
            await using var next = await OpenStore.OpenAsync(restored);
            var page = await next.Storage.Jobs.ListAsync(new JobQuery { Limit = 10 }, CancellationToken.None);
            page.Jobs.Select(job => (job.Id, job.State))
                .ShouldBe([(3, JobState.Pending), (2, JobState.Pending), (1, JobState.Succeeded)]);
            next.Node.ShouldBeGreaterThan(lastNode);
            (await next.SubmitAsync()).ShouldBe(result.NextJob);
            (await next.ClaimAsync()).Token.ShouldBe(result.NextToken);
            (await AddKeyAsync(next)).ShouldBeGreaterThan(lastKey);
            var acts = await next.Storage.Audit.ListAsync(new AuditQuery { Limit = 10 }, CancellationToken.None);
            acts.Records.Select(record => record.Entry.Action)
                .ShouldBe([AuditActions.KeyCreate, AuditActions.StoreRestore]);
        }
    }

    [Fact]
    public async Task Restore_OfAnOldDump_RaisesByTheTimeSince()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using (var store = await OpenStore.OpenAsync(database))
        {
            await store.SubmitAsync();
        }

        var result = await RaiseAsync(database, TimeProvider.System.GetUtcNow().AddDays(10));

        result.NextJob.ShouldBeInRange(240 * 3_600_000_000L, 242 * 3_600_000_000L);
    }

    [Fact]
    public async Task Restore_WhileANodeIsConnected_RefusesAndRaisesNothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var store = await OpenStore.OpenAsync(database);

        var refusal = await Should.ThrowAsync<StorageFatalException>(() => RaiseAsync(database));

        refusal.Message.ShouldContain("stop every node first");
        (await store.SubmitAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Restore_BehindANodeThatLostItsConnection_EndsThatNode()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var store = await OpenStore.OpenAsync(database);
        await store.SubmitAsync();
        await database.ExecuteAsync(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name LIKE 'switchyard node %' "
                + "AND datname = current_database()"
        );

        await RaiseAsync(database);

        await Should.ThrowAsync<StorageFatalException>(() => store.SubmitAsync());
    }

    [Fact]
    public async Task Restore_OfAnEmptyDatabase_RefusesAndMakesNothing()
    {
        await using var database = await TestDatabase.CreateAsync(isEmpty: true);

        var refusal = await Should.ThrowAsync<StorageFatalException>(() => RaiseAsync(database));

        refusal.Message.ShouldContain("holds no store");
        (await database.ScalarAsync("SELECT count(*) FROM pg_namespace WHERE nspname = 'switchyard'")).ShouldBe(0);
    }

    [Fact]
    public async Task Restore_WithAClockThatIsWrongByCenturies_IsRefused()
    {
        await using var database = await TestDatabase.CreateAsync();

        var refusal = await Should.ThrowAsync<StorageFatalException>(() =>
            RaiseAsync(database, TimeProvider.System.GetUtcNow().AddYears(300))
        );

        refusal.Message.ShouldContain("clock");
    }

    private static async Task<PostgresRestoreResult> RaiseAsync(TestDatabase database, DateTimeOffset? now = null) =>
        await PostgresRestore.RunAsync(
            new PostgresStorageOptions { Database = database.Url },
            now ?? TimeProvider.System.GetUtcNow(),
            NullLogger.Instance,
            CancellationToken.None
        );

    private static async Task<long> AddKeyAsync(OpenStore store) =>
        await store.Storage.Keys.AddAsync(
            new NewApiKey("key", ApiScopes.Submit, IdFormat.Uuid, new byte[32], null, null),
            Act,
            CancellationToken.None
        );
}
