using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Postgres.Schema;

namespace Switchyard.Storage.Postgres.Tests.Schema;

public sealed class MigratorTests
{
    private static readonly Migration First = new(1, "0001_one", "CREATE TABLE one (id int);");
    private static readonly Migration Second = new(
        2,
        "0002_two",
        "CREATE TABLE two (id int); INSERT INTO two VALUES (1);"
    );

    [Fact]
    public void All_AsEmbedded_AreNumberedFromOne()
    {
        Migration.All.Select(migration => migration.Number).ShouldBe(Enumerable.Range(1, Migration.All.Count));
        Migration.All[0].Name.ShouldBe("0001_tables");
    }

    [Fact]
    public async Task Apply_ByFourAtOnce_AppliesEachOnce()
    {
        await using var database = await TestDatabase.CreateAsync(isEmpty: true);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ApplyAsync(database, First, Second)));

        (await database.ScalarAsync("SELECT count(*) FROM two")).ShouldBe(1);
        (await database.ScalarAsync("SELECT count(*) FROM migration")).ShouldBe(2);
    }

    [Fact]
    public async Task Apply_StepThatFails_LeavesNothingOfTheOthers()
    {
        await using var database = await TestDatabase.CreateAsync(isEmpty: true);

        await Should.ThrowAsync<PostgresException>(() =>
            ApplyAsync(database, First, new Migration(2, "0002_bad", "CREATE TABEL x;"))
        );

        (await database.ScalarAsync("SELECT count(*) FROM pg_class WHERE relname IN ('one', 'migration')")).ShouldBe(0);
        await ApplyAsync(database, First, Second);
    }

    [Fact]
    public async Task Apply_StepThatWasAnother_Refuses()
    {
        await using var database = await TestDatabase.CreateAsync(isEmpty: true);
        await ApplyAsync(database, First);

        var refusal = await Should.ThrowAsync<StorageFatalException>(() =>
            ApplyAsync(database, new Migration(1, "0001_one", "CREATE TABLE one (id int, name text);"))
        );

        refusal.Message.ShouldContain("0001_one");
    }

    [Fact]
    public async Task Open_SchemaNewerThanTheBinary_RefusesAndNamesBoth()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync("INSERT INTO migration VALUES (9999, '9999_future', 'x')");

        var refusal = await Should.ThrowAsync<StorageFatalException>(() => database.OpenAsync());

        refusal.Message.ShouldContain("9999_future");
        refusal.Message.ShouldContain(Migration.All[^1].Name);
    }

    [Fact]
    public async Task Open_ByFourAtOnce_GivesEachANodeOfItsOwn()
    {
        await using var database = await TestDatabase.CreateAsync(isEmpty: true);

        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => database.OpenAsync()));

        var starts = await Task.WhenAll(
            stores.Select(store => store.Nodes.StartAsync(CancellationToken.None).AsTask())
        );
        starts.Select(start => start.Node).Distinct().Count().ShouldBe(4);
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    private static async Task ApplyAsync(TestDatabase database, params Migration[] migrations)
    {
        await using var connection = await database.ConnectAsync();
        await new Migrator(NullLogger.Instance).ApplyAsync(
            connection,
            "switchyard",
            migrations,
            CancellationToken.None
        );
    }
}
