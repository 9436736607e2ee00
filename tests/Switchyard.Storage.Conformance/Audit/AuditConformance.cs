using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Audit;

/// <summary>Who did what: recorded with the act itself, listed newest first, kept as long as it is to be.</summary>
public abstract class AuditConformance(IStorageDriver driver)
{
    private static readonly AuditEntry Full = new(
        7,
        "schlüssel",
        Dialect.Broker,
        "127.0.0.1:5000",
        "key.create",
        "key 3",
        "line\nof detail"
    );

    private static readonly AuditEntry Bare = new(0, "node", null, null, "store.restore", "store");

    [Fact]
    public Task Records_Listed_AreAsTheyWereMade() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var before = store.Clock.GetUtcNow();
                await store.Storage.Audit.AppendAsync(Full, default);
                store.Clock.Advance(TimeSpan.FromSeconds(5));
                await store.Storage.Audit.AppendAsync(Bare, default);
                await store.RestartAsync();

                var page = await ListAsync(store, new AuditQuery { Limit = 10 });

                page.Before.ShouldBeNull();
                page.Records.ShouldBe([
                    new AuditRecord(2, before + TimeSpan.FromSeconds(5), Bare),
                    new AuditRecord(1, before, Full),
                ]);
            }
        );

    [Theory]
    [InlineData(OrderKind.Cancel)]
    [InlineData(OrderKind.Pause)]
    [InlineData(OrderKind.Delete)]
    public Task Order_CarriedOut_IsRecordedOnce(OrderKind kind) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var order = new Order(await store.SubmitAsync(), kind, Audit: Full);

                await store.CommitAsync(round => round.Orders.Add(order));
                await store.CommitAsync(round => round.Orders.Add(order));

                var page = await ListAsync(store, new AuditQuery { Limit = 10 });
                page.Records.ShouldHaveSingleItem().Entry.ShouldBe(Full);
            }
        );

    [Fact]
    public Task Keys_MadeAndRemoved_AreRecordedWithTheirId() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var key = new Engine.Accounts.NewApiKey("k", default, default, new byte[32], null, null);
                var id = await store.Storage.Keys.AddAsync(key, Full with { Target = "" }, default);
                await store.Storage.Keys.DeleteAsync(id, Bare, default);
                await store.Storage.Keys.DeleteAsync(id, Bare, default);

                var page = await ListAsync(store, new AuditQuery { Limit = 10 });

                page.Records.Select(record => record.Entry).ShouldBe([Bare, Full with { Target = $"key {id}" }]);
            }
        );

    [Theory]
    [InlineData(1, 20_000)]
    [InlineData(3, 4)]
    [InlineData(100, 100)]
    public Task List_FilteredAndPaged_ShowsExactlyWhatMatches(int limit, int scanLimit) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                for (var n = 1; n <= 30; n++)
                {
                    var entry = Full with { KeyId = n % 2, Action = $"act.{n % 3}", Target = $"job {n % 5}" };
                    await store.Storage.Audit.AppendAsync(entry, default);
                }

                foreach (
                    var query in new AuditQuery[]
                    {
                        new() { Limit = limit },
                        new() { Limit = limit, KeyId = 0 },
                        new() { Limit = limit, Action = "act.2" },
                        new() { Limit = limit, Target = "job 4" },
                        new()
                        {
                            Limit = limit,
                            KeyId = 1,
                            Action = "act.1",
                            Target = "job 2",
                        },
                        new() { Limit = limit, Action = "act" },
                    }
                )
                {
                    var expected = Enumerable
                        .Range(1, 30)
                        .Reverse()
                        .Where(n =>
                            (query.KeyId ?? n % 2) == n % 2
                            && (query.Action ?? $"act.{n % 3}") == $"act.{n % 3}"
                            && (query.Target ?? $"job {n % 5}") == $"job {n % 5}"
                        )
                        .Select(n => (long)n);
                    (await AllAsync(store, query with { ScanLimit = scanLimit })).ShouldBe(expected);
                }
            }
        );

    [Fact]
    public Task Retention_DeletesRecords_KeptLongEnough() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                await store.Storage.Audit.AppendAsync(Full, default);
                store.Clock.Advance(TimeSpan.FromHours(2));
                await store.Storage.Audit.AppendAsync(Bare, default);

                await store.Storage.Maintenance.RetainAsync(new Retention(null, null, null), 100, default);
                (await AllAsync(store, new AuditQuery { Limit = 10 })).ShouldBe([2, 1]);
                var keep = new Retention(null, null, null, TimeSpan.FromHours(1));
                await store.Storage.Maintenance.RetainAsync(keep, 100, default);

                (await AllAsync(store, new AuditQuery { Limit = 10 })).ShouldBe([2]);
                await store.Storage.Audit.AppendAsync(Full, default);
                (await AllAsync(store, new AuditQuery { Limit = 10 })).ShouldBe([3, 2]);
            }
        );

    private static async Task<AuditPage> ListAsync(StoreUnderTest store, AuditQuery query) =>
        await store.Storage.Audit.ListAsync(query, default);

    private static async Task<List<long>> AllAsync(StoreUnderTest store, AuditQuery query)
    {
        var ids = new List<long>();
        for (long? before = long.MaxValue; before is { } from; )
        {
            var page = await ListAsync(store, query with { Before = from });
            page.Records.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            ids.AddRange(page.Records.Select(record => record.Id));
            before = page.Before;
        }

        return ids;
    }
}
