using Dapper;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Tests.Schedules;

/// <summary>Changes of schedules at the same time, each held at the moment in which the other one is under way.</summary>
public sealed class ScheduleLockTests
{
    private static readonly AuditEntry Act = new(1, "key", Dialect.Native, "::1", "schedule.test", "", null);

    [Fact]
    public async Task Delete_WhileAChangeIsUnderWay_LetsGoOfThePayloadThatItHasNow()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var store = await OpenStore.OpenAsync(database);
        var (before, after) = (await WriteBlobAsync(store), await WriteBlobAsync(store));
        var id = await AddAsync(store, ScheduleStatus.Active, new Content(default, before));

        var deleted = await HeldAsync(
            database,
            $"""
            UPDATE schedule SET version = version + 1 WHERE id = {id};
            UPDATE schedule_body SET payload_blob = {after} WHERE id = {id};
            SELECT use_blob({after}, 1, 0), use_blob({before}, -1, 0);
            """,
            () => store.Storage.Schedules.DeleteAsync(id, Act, CancellationToken.None).AsTask(),
            "SELECT 1"
        );

        deleted.ShouldBe(ScheduleDeletion.Done);
        (await database.ScalarAsync("SELECT count(*) FROM blob WHERE uses <> 0")).ShouldBe(0);
    }

    [Fact]
    public async Task Put_OfAnotherStatus_LocksTheCountsInOneOrder()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var store = await OpenStore.OpenAsync(database);
        await AddAsync(store, ScheduleStatus.Active);
        var id = await AddAsync(store, ScheduleStatus.Paused);
        var paused = (await store.Storage.Schedules.GetAsync(id, CancellationToken.None)).ShouldNotBeNull();

        var isPut = await HeldAsync(
            database,
            "SELECT n FROM schedule_count WHERE status = 1 FOR UPDATE",
            () =>
                store
                    .Storage.Schedules.PutAsync(
                        paused with
                        {
                            Status = ScheduleStatus.Active,
                        },
                        true,
                        Act,
                        CancellationToken.None
                    )
                    .AsTask(),
            "SELECT n FROM schedule_count WHERE status = 2 FOR UPDATE NOWAIT"
        );

        isPut.ShouldBeTrue();
        (await store.Storage.Schedules.CountAsync(null, CancellationToken.None)).ShouldBe(new ScheduleCounts(2, 0, 0));
    }

    private static async Task<T> HeldAsync<T>(TestDatabase database, string before, Func<Task<T>> write, string then)
    {
        await using var other = await database.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await other.ExecuteAsync(before);
        var writing = write();
        await database.SomebodyWaitsAsync();
        await other.ExecuteAsync(then);
        await transaction.CommitAsync();
        return await writing;
    }

    private static async Task<long> WriteBlobAsync(OpenStore store) =>
        await store.Storage.Blobs.WriteAsync(new byte[Content.InlineLimit + 1], CancellationToken.None);

    private static async Task<long> AddAsync(OpenStore store, ScheduleStatus status, Content payload = default) =>
        await store.Storage.Schedules.AddAsync(
            new StoredSchedule
            {
                Owner = 1,
                Status = status,
                Name = "it",
                Definition = "{}"u8.ToArray(),
                Payload = payload,
            },
            Act,
            CancellationToken.None
        );
}
