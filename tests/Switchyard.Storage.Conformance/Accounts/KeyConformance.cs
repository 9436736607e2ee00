using Switchyard.Engine.Accounts;
using Switchyard.Engine.Audit;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Accounts;

/// <summary>API keys.</summary>
public abstract class KeyConformance(IStorageDriver driver)
{
    private static readonly AuditEntry Act = new(1, "admin", null, null, "key.create", "");

    [Fact]
    public Task Keys_Listed_AreAsTheyWereMade() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                NewApiKey[] keys =
                [
                    new("one", ApiScopes.Read | ApiScopes.Metrics, IdFormat.Int, Hash(1), 0, 1),
                    new(new string('ü', 100), ApiScopes.Admin, IdFormat.Uuid, Hash(2), null, null),
                    new("one", (ApiScopes)63, IdFormat.Uuid, Hash(3), long.MaxValue, int.MaxValue),
                ];
                foreach (var (key, n) in keys.Select((key, n) => (key, n)))
                {
                    (await store.Storage.Keys.AddAsync(key, Act, default)).ShouldBe(n + 1);
                }

                await store.RestartAsync();

                var listed = await store.Storage.Keys.ListAsync(default);
                listed.Select(key => key.Id).ShouldBe([1, 2, 3]);
                listed.ShouldAllBe(key => key.CreatedAt == store.Clock.GetUtcNow());
                foreach (var (key, stored) in keys.Zip(listed))
                {
                    stored.Key.Hash.ToArray().ShouldBe(key.Hash.ToArray());
                    (stored.Key with { Hash = default }).ShouldBe(key with { Hash = default });
                }
            }
        );

    [Fact]
    public Task Delete_RemovesTheKey_AndLeavesItsJobs() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await AddAsync(store, 1);
                var lane = await store.InternAsync("work", owner: id);
                var job = await store.SubmitAsync(store.Job with { Lane = lane });

                (await store.Storage.Keys.DeleteAsync(id, Act, default)).ShouldBeTrue();

                (await store.Storage.Keys.DeleteAsync(id, Act, default)).ShouldBeFalse();
                (await store.Storage.Keys.ListAsync(default)).ShouldBeEmpty();
                (await store.GetAsync(job)).Lane.Owner.ShouldBe(id);
            }
        );

    [Fact]
    public Task KeyIds_OfDeletedKeys_AreNotGivenAgain() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                // A new key would own the old one's jobs.
                var id = await AddAsync(store, 1);
                await store.Storage.Keys.DeleteAsync(id, Act, default);
                await store.RestartAsync();

                (await AddAsync(store, 2)).ShouldBeGreaterThan(id);
            }
        );

    private static byte[] Hash(byte seed) => [.. Enumerable.Repeat(seed, 32)];

    private static async Task<long> AddAsync(StoreUnderTest store, byte seed) =>
        await store.Storage.Keys.AddAsync(
            new NewApiKey("key", ApiScopes.Submit, IdFormat.Uuid, Hash(seed), null, null),
            Act,
            default
        );
}
