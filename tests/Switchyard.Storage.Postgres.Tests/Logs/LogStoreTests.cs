using Dapper;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Tests.Logs;

/// <summary>What a log costs, and what is left of it.</summary>
public sealed class LogStoreTests
{
    [Fact]
    public async Task Delete_OfAJobWhoseLogIsBeingWritten_LeavesNoLine()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var store = await OpenStore.OpenAsync(database);
        var id = await store.SubmitAsync();

        await using var other = await database.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await other.ExecuteAsync(
            $"""
            INSERT INTO log SELECT id, 1, 0, 1, 'a line' FROM job WHERE id = {id} FOR KEY SHARE
            """
        );
        var deleting = store.CommitAsync(round => round.Orders.Add(new Order(id, OrderKind.Delete)));
        await database.SomebodyWaitsAsync();
        await transaction.CommitAsync();
        await deleting;

        (await database.ScalarAsync("SELECT count(*) FROM log")).ShouldBe(0);
    }

    [Fact]
    public async Task Tail_OfALogOfManyChunks_ReadsEachOnce()
    {
        const int chunks = 2_000;
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("ALTER TABLE log SET (autovacuum_enabled = off)");
        await using (var store = await OpenStore.OpenAsync(database))
        {
            await database.ExecuteAsync(
                $"INSERT INTO log SELECT 1, 1, line, 1, 'a line' FROM generate_series(0, {chunks - 1}) line"
            );

            var tail = await store.Storage.Logs.ReadTailAsync(1, 1, 1, CancellationToken.None);

            tail.ShouldHaveSingleItem().FirstLine.ShouldBe(chunks - 1);
        }

        // A session's figures are there some time after it has ended.
        var read = 0L;
        await Eventually.HoldsAsync(
            "the rows are counted",
            async () =>
                (
                    read = await database.ScalarAsync(
                        "SELECT idx_tup_read FROM pg_stat_user_indexes WHERE indexrelname = 'log_pkey'"
                    )
                ) >= chunks
        );
        read.ShouldBeLessThan(2 * chunks);
    }
}
