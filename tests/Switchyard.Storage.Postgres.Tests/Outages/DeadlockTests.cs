using Dapper;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Tests.Outages;

/// <summary>Transactions that wait for each other: the one that the server ends is done again, and nobody hears of it.</summary>
public sealed class DeadlockTests
{
    [Fact]
    public async Task Round_InADeadlockWithAnother_IsSentAgain()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var store = await OpenStore.OpenAsync(database);
        var first = await store.SubmitAsync(2);

        var result = await BetweenAsync(
            database,
            $"SELECT id FROM ready WHERE id = {first + 1} FOR UPDATE",
            $"SELECT id FROM ready WHERE id = {first} FOR UPDATE",
            () => store.CommitAsync(round => round.Orders.AddRange([Cancel(first), Cancel(first + 1)]))
        );

        result.Orders.ShouldAllBe(order => order.Done);
        (await database.ScalarAsync("SELECT count(*) FROM outcome")).ShouldBe(2);
    }

    [Fact]
    public async Task Write_InADeadlockWithAnother_IsDoneAgain()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var store = await OpenStore.OpenAsync(database);
        var schedules = store.Storage.Schedules;
        var act = new AuditEntry(1, "key", Dialect.Native, "::1", "schedule.test", "", null);
        var id = await schedules.AddAsync(
            new StoredSchedule
            {
                Owner = 1,
                Status = ScheduleStatus.Active,
                Name = "it",
                Definition = "{}"u8.ToArray(),
                Payload = default,
            },
            act,
            CancellationToken.None
        );

        var deleted = await BetweenAsync(
            database,
            "SELECT n FROM schedule_count FOR UPDATE",
            $"SELECT id FROM schedule WHERE id = {id} FOR UPDATE",
            () => schedules.DeleteAsync(id, act, CancellationToken.None).AsTask()
        );

        deleted.ShouldBe(ScheduleDeletion.Done);
    }

    [Fact]
    public async Task Sweep_OfRowsThatAnotherNodeDrops_WaitsForNobody()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var store = await OpenStore.OpenAsync(database);
        var job = new NewJob
        {
            Lane = store.Lane,
            Salt = 1,
            Payload = default,
            TimeToLive = TimeSpan.FromHours(1),
        };
        var made = await store.CommitAsync(round => round.Submissions.Add(new Submission([job], null)));
        await store.CommitAsync(round => round.Orders.Add(Cancel(made.Submissions[0].FirstId)));

        await using var other = await database.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync();
        (await other.ExecuteAsync("DELETE FROM expiry")).ShouldBe(1);

        await store.CommitAsync(round => round.SweepLimit = 100).WaitAsync(TimeSpan.FromSeconds(10));

        await transaction.RollbackAsync();
        (await store.CommitAsync(round => round.SweepLimit = 100)).NextSweepAt.ShouldBeNull();
        (await database.ScalarAsync("SELECT count(*) FROM expiry")).ShouldBe(0);
    }

    private static Order Cancel(long id) => new(id, OrderKind.Cancel);

    // Another locks the second thing, then waits for the first, and is not the one that the server ends.
    private static async Task<T> BetweenAsync<T>(
        TestDatabase database,
        string second,
        string first,
        Func<Task<T>> write
    )
    {
        await using var other = await database.ConnectAsync();
        await other.ExecuteAsync("SET deadlock_timeout = '60s'");
        Task<T> writing;
        await using (var transaction = await other.BeginTransactionAsync())
        {
            await other.ExecuteAsync(second);
            writing = write();
            await database.SomebodyWaitsAsync();
            await other.ExecuteAsync(first);
        }

        return await writing;
    }
}
