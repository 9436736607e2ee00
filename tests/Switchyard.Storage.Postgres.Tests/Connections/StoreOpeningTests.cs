using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Engine.Storage;

namespace Switchyard.Storage.Postgres.Tests.Connections;

/// <summary>Databases and users as they may be met.</summary>
public sealed class StoreOpeningTests
{
    [Theory]
    [InlineData("MySchema")]
    [InlineData("my-schema")]
    [InlineData("select")]
    public async Task Open_SchemaOfAnyName_HasItsTablesThere(string schema)
    {
        await using var database = await TestDatabase.CreateAsync(isEmpty: true);
        await using (var store = await OpenStore.OpenAsync(database, schema))
        {
            await store.SubmitAsync();
        }

        (await database.ScalarAsync($"SELECT count(*) FROM \"{schema}\".job")).ShouldBe(1);
    }

    [Fact]
    public async Task Open_DatabaseThatCannotHoldEveryText_Refuses()
    {
        await using var database = await TestDatabase.CreateAsync();
        var narrow = $"{database.Name}_narrow";
        await database.ExecuteAsync($"CREATE DATABASE {narrow} ENCODING 'LATIN1' TEMPLATE template0");

        var refusal = await Should.ThrowAsync<StorageFatalException>(() =>
            OpenAsync(database.Url.Replace(database.Name, narrow, StringComparison.Ordinal))
        );

        refusal.Message.ShouldContain("LATIN1");
        await database.ExecuteAsync($"DROP DATABASE {narrow} WITH (FORCE)");
    }

    [Fact]
    public async Task Open_ByAUserWhoMayOnlyUseWhatIsThere_Opens()
    {
        await using var database = await TestDatabase.CreateAsync();
        var user = await MakeUserAsync(database);
        await database.ExecuteAsync(
            $"""
            GRANT USAGE ON SCHEMA switchyard TO {user};
            GRANT ALL ON ALL TABLES IN SCHEMA switchyard TO {user};
            GRANT ALL ON ALL SEQUENCES IN SCHEMA switchyard TO {user};
            """
        );

        await using var storage = await OpenAsync(UrlOf(database, user));
        await storage.Nodes.StartAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Open_ByAUserWhoMayMakeNothing_RefusesAndSaysWhy()
    {
        await using var database = await TestDatabase.CreateAsync(isEmpty: true);
        var user = await MakeUserAsync(database);

        var refusal = await Should.ThrowAsync<StorageFatalException>(() => OpenAsync(UrlOf(database, user)));

        refusal.Message.ShouldContain("permission denied");
    }

    // It goes with the server.
    private static async Task<string> MakeUserAsync(TestDatabase database)
    {
        var name = $"u{database.Name}";
        await database.ExecuteAsync($"CREATE ROLE {name} LOGIN");
        return name;
    }

    private static string UrlOf(TestDatabase database, string user) =>
        database.Url.Replace("switchyard@", $"{user}@", StringComparison.Ordinal);

    private static async Task<PostgresStorage> OpenAsync(string url) =>
        await PostgresStorage.OpenAsync(
            new PostgresStorageOptions { Database = url },
            NullLogger<PostgresStorage>.Instance,
            CancellationToken.None
        );
}
