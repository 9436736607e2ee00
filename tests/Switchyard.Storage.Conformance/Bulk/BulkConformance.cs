using System.Text;
using Switchyard.Engine.Audit;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Bulk;

/// <summary>Bulk actions: kept through restarts while they run, and for a month after.</summary>
public abstract class BulkConformance(IStorageDriver driver)
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);

    [Fact]
    public Task Bulk_Changed_IsKeptThroughARestart() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var first = await AddAsync(store, "first");
                var second = await AddAsync(store, "second");
                await store.Storage.Bulk.PutAsync(new StoredBulk(first, true, Bytes("first, further")), default);
                await store.RestartAsync();

                (await RunningAsync(store)).ShouldBe([(first, "first, further"), (second, "second")]);
                await store.Storage.Bulk.PutAsync(new StoredBulk(first, false, Bytes("first, ended")), default);
                (await RunningAsync(store)).ShouldBe([(second, "second")]);
                (await ListAsync(store)).ShouldBe([(second, true, "second"), (first, false, "first, ended")]);
            }
        );

    [Fact]
    public Task Bulk_Added_IsRecordedWithItsId() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var act = new AuditEntry(1, "key", Dialect.Native, "::1", "bulk.start", "", "cancel");

                var id = await store.Storage.Bulk.AddAsync(Bytes("it"), act, default);

                var page = await store.Storage.Audit.ListAsync(new AuditQuery { Limit = 2 }, default);
                page.Records.ShouldHaveSingleItem().Entry.ShouldBe(act with { Target = $"bulk {id}" });
            }
        );

    [Fact]
    public Task List_OfMany_IsPagedNewestFirst() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var ids = new List<long>();
                for (var n = 0; n < 5; n++)
                {
                    ids.Insert(0, await AddAsync(store, $"{n}"));
                }

                var first = await store.Storage.Bulk.ListAsync(null, 2, default);
                var second = await store.Storage.Bulk.ListAsync(first[^1].Id, 10, default);

                first.Concat(second).Select(bulk => bulk.Id).ShouldBe(ids);
            }
        );

    [Fact]
    public Task Retention_DeletesBulks_ThatEndedAMonthAgo() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var running = await AddAsync(store, "running");
                var ended = await AddAsync(store, "ended");
                await store.Storage.Bulk.PutAsync(new StoredBulk(ended, false, Bytes("ended")), default);
                store.Clock.Advance(Month - TimeSpan.FromMinutes(1));
                await RetainAsync(store);
                (await ListAsync(store)).Count.ShouldBe(2);

                store.Clock.Advance(TimeSpan.FromMinutes(2));
                await RetainAsync(store);

                (await ListAsync(store)).ShouldBe([(running, true, "running")]);
                await store.Storage.Bulk.PutAsync(new StoredBulk(ended, true, Bytes("ended")), default);
                (await ListAsync(store)).Count.ShouldBe(1);
            }
        );

    private static async Task RetainAsync(StoreUnderTest store) =>
        await store.Storage.Maintenance.RetainAsync(new Retention(null, null, null), 10, default);

    private static async Task<long> AddAsync(StoreUnderTest store, string state) =>
        await store.Storage.Bulk.AddAsync(Bytes(state), null, default);

    private static async Task<List<(long, string)>> RunningAsync(StoreUnderTest store) =>
        [.. (await store.Storage.Bulk.RunningAsync(default)).Select(bulk => (bulk.Id, Text(bulk)))];

    private static async Task<List<(long, bool, string)>> ListAsync(StoreUnderTest store) =>
        [
            .. (await store.Storage.Bulk.ListAsync(null, 100, default)).Select(bulk =>
                (bulk.Id, bulk.IsRunning, Text(bulk))
            ),
        ];

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(StoredBulk bulk) => Encoding.UTF8.GetString(bulk.State.Span);
}
