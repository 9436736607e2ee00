using Dapper;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Tests.Schedules;

/// <summary>A run that is retried while somebody notes that it has ended: it lives again.</summary>
public sealed class RetriedRunTests
{
    private const string Group = "group";

    [Fact]
    public Task Retry_WhileAnotherRunIsMade_LeavesTheRunLive() =>
        TestAsync(
            async (store, _, commit) =>
            {
                await MakeAsync(store, draft: false);
                await commit();
            }
        );

    [Fact]
    public Task Retry_WhileTurnsAreLookedFor_LeavesTheRunLive() =>
        TestAsync(
            async (store, database, commit) =>
            {
                var looking = store.Storage.ScheduleRuns.TurnsAsync(null, 10, CancellationToken.None).AsTask();
                await database.SomebodyWaitsAsync();
                await commit();
                await looking;
            }
        );

    private static async Task TestAsync(Func<OpenStore, TestDatabase, Func<Task>, Task> note)
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var store = await OpenStore.OpenAsync(database);
        await database.ExecuteAsync(
            "INSERT INTO schedule (owner, version, created, changed, status, name, folded) VALUES (0, 1, 0, 0, 1, '', '')"
        );
        var id = await MakeAsync(store, draft: false);
        await store.CommitAsync(round => round.Orders.Add(new Order(id, OrderKind.Cancel)));
        await MakeAsync(store, draft: true);
        await database.ExecuteAsync("UPDATE run SET live = true");

        await using var other = await database.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await other.ExecuteAsync($"SELECT obey_one(1, {id}, {(int)OrderKind.Retry}, -1, 0)");
        await note(store, database, () => transaction.CommitAsync());

        (await store.Storage.ScheduleRuns.LiveAsync(Group, 10, CancellationToken.None)).ShouldContain(id);
    }

    private static async Task<long> MakeAsync(OpenStore store, bool draft)
    {
        var job = new NewJob
        {
            Lane = store.Lane,
            Salt = 1,
            Payload = default,
            Draft = draft,
        };
        var run = new Submission([job], null, new NewRun(1, Group, null, null, null));
        return (await store.CommitAsync(round => round.Submissions.Add(run))).Submissions[0].FirstId;
    }
}
