using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Sqlite.Native;
using Switchyard.Storage.Sqlite.Schema;

namespace Switchyard.Storage.Sqlite.Tests.Schema;

public sealed class MigratorTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Migration First = new(1, "0001_one", "CREATE TABLE one (id INTEGER);");
    private static readonly Migration Second = new(
        2,
        "0002_two",
        "CREATE TABLE two (id INTEGER); INSERT INTO two VALUES (1);"
    );

    private readonly TempFolder _folder = new();

    public MigratorTests() => SqliteLibrary.Use();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void All_AsEmbedded_AreNumberedFromOne()
    {
        Migration.All.Select(migration => migration.Number).ShouldBe(Enumerable.Range(1, Migration.All.Count));
        Migration.All[0].Name.ShouldBe("0001_initial");
    }

    [Fact]
    public void Apply_StepByStep_AppliesEachOnce()
    {
        using var database = Open();

        Apply(database, First);
        Apply(database, First, Second);
        Apply(database, First, Second);

        Rows(database, "two").ShouldBe(1);
        Rows(database, "migration").ShouldBe(2);
    }

    [Fact]
    public async Task Apply_ByFourAtOnce_AppliesEachOnce()
    {
        var starters = Enumerable.Range(0, 4).Select(_ => Task.Run(Start));

        await Task.WhenAll(starters);

        using var database = Open();
        Rows(database, "two").ShouldBe(1);

        void Start()
        {
            using var own = Open();
            Apply(own, First, Second);
        }
    }

    [Fact]
    public void Apply_StepThatFails_LeavesNothingOfTheOthers()
    {
        using var database = Open();

        Should.Throw<InvalidOperationException>(() =>
            Apply(database, First, new Migration(2, "0002_bad", "CREATE TABEL x;"))
        );

        Rows(database, "sqlite_master").ShouldBe(0);
        Apply(database, First, Second);
    }

    [Fact]
    public void Apply_StepThatWasAnother_Refuses()
    {
        using var database = Open();
        Apply(database, First);

        var changed = First with { Sql = "CREATE TABLE one (id INTEGER, name TEXT);" };
        var refusal = Should.Throw<StorageFatalException>(() =>
            Apply(database, new Migration(1, "0001_one", changed.Sql))
        );

        refusal.Message.ShouldContain("0001_one");
    }

    [Fact]
    public void Hash_OfOtherLineEnds_IsTheSame() =>
        new Migration(1, "0001_one", "a\r\nb").Sha256.ShouldBe(new Migration(1, "0001_one", "a\nb").Sha256);

    [Fact]
    public async Task Open_SchemaNewerThanTheBinary_RefusesAndNamesBoth()
    {
        await using (await OpenStore.OpenAsync(_folder.Path)) { }
        using (var database = Open())
        {
            database.Execute("INSERT INTO migration VALUES (9999, '9999_future', 'x', 0)");
        }

        var refusal = await Should.ThrowAsync<StorageFatalException>(() => OpenStore.OpenAsync(_folder.Path));

        refusal.Message.ShouldContain("9999_future");
        refusal.Message.ShouldContain(Migration.All[^1].Name);
    }

    private Connection Open() => Connection.OpenWriter(_folder["switchyard.db"]);

    private static void Apply(Connection database, params Migration[] migrations) =>
        new Migrator(NullLogger.Instance).Apply(database, migrations, Now);

    private static long Rows(Connection database, string table)
    {
        using var count = database.Prepare($"SELECT count(*) FROM {table}");
        return count.Number().ShouldNotBeNull();
    }
}
