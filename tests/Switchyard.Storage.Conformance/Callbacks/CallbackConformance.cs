using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Callbacks;

/// <summary>Callbacks: due when the job has finished, until their delivery is noted.</summary>
public abstract class CallbackConformance(IStorageDriver driver)
{
    private const string Url = "http://localhost:9/hook?a=ü";

    [Theory]
    [InlineData(SettlementKind.Succeeded, true)]
    [InlineData(SettlementKind.Failed, true)]
    [InlineData(SettlementKind.FailedForGood, true)]
    [InlineData(SettlementKind.Released, false)]
    [InlineData(SettlementKind.Paused, false)]
    [InlineData(SettlementKind.Lost, false)]
    public Task Settlement_ThatEndsTheJob_MakesItsCallbackDue(SettlementKind kind, bool due) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync(store.Job with { CallbackUrl = Url });
                (await DueAsync(store)).ShouldBeEmpty();

                await store.SettleAsync(
                    kind switch
                    {
                        SettlementKind.Succeeded => Settlement.Succeeded(lease.Id, lease.Token, default),
                        SettlementKind.Failed => Settlement.Failed(lease.Id, lease.Token, "no", default, jitter: 0),
                        SettlementKind.FailedForGood => Settlement.FailedForGood(lease.Id, lease.Token, "no", default),
                        SettlementKind.Released => Settlement.Released(lease.Id, lease.Token),
                        SettlementKind.Paused => Settlement.Paused(lease.Id, lease.Token, default),
                        _ => Settlement.Lost(lease.Id, lease.Token),
                    }
                );

                (await DueAsync(store)).ShouldBe(due ? [new PendingCallback(lease.Id, Url, 0)] : []);
            }
        );

    [Fact]
    public Task Job_EndedByTimeOrOrder_MakesItsCallbackDue() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var job = store.Job with { CallbackUrl = Url, TimeToLive = TimeSpan.FromHours(1) };
                var expired = await store.SubmitAsync(job, store.Job, job);
                await store.OrderAsync(expired + 2, OrderKind.Cancel);

                await store.SweepAsync(TimeSpan.FromHours(1));

                (await DueAsync(store)).Select(callback => callback.JobId).ShouldBe([expired + 2, expired]);
            }
        );

    [Fact]
    public Task Due_OfSeveral_AreTheLongestDueFirst() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var job = store.Job with { CallbackUrl = Url };
                var first = await store.SubmitAsync(job, job, job);
                foreach (var id in new[] { first + 1, first + 2, first })
                {
                    await store.OrderAsync(id, OrderKind.Cancel);
                    store.Clock.Advance(TimeSpan.FromSeconds(1));
                }

                await store.RestartAsync();

                (await DueAsync(store)).Select(callback => callback.JobId).ShouldBe([first + 1, first + 2, first]);
                (await DueAsync(store, limit: 2)).Count.ShouldBe(2);
            }
        );

    [Fact]
    public Task Delivery_ThatFailed_ComesBackInItsTime() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync(store.Job with { CallbackUrl = Url });
                await store.OrderAsync(id, OrderKind.Cancel);
                var minute = TimeSpan.FromMinutes(1);

                await store.Storage.Jobs.NoteCallbackAsync(id, minute, default);

                (await DueAsync(store)).ShouldBeEmpty();
                store.Clock.Advance(minute - TimeSpan.FromMicroseconds(1));
                (await DueAsync(store)).ShouldBeEmpty();
                store.Clock.Advance(TimeSpan.FromMicroseconds(1));
                (await DueAsync(store)).ShouldBe([new PendingCallback(id, Url, 1)]);
                await store.Storage.Jobs.NoteCallbackAsync(id, TimeSpan.Zero, default);
                (await DueAsync(store)).ShouldBe([new PendingCallback(id, Url, 2)]);
            }
        );

    [Fact]
    public Task Delivery_Done_IsNotDueAgain() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync(store.Job with { CallbackUrl = Url });
                await store.OrderAsync(id, OrderKind.Cancel);

                await store.Storage.Jobs.NoteCallbackAsync(id, null, default);

                (await DueAsync(store)).ShouldBeEmpty();
                await store.Storage.Jobs.NoteCallbackAsync(id, TimeSpan.Zero, default);
                await store.Storage.Jobs.NoteCallbackAsync(JobRef.MaxId, null, default);
                (await DueAsync(store)).ShouldBeEmpty();
            }
        );

    [Fact]
    public Task Job_Retried_IsPostedWhenItEndsAgain() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync(store.Job with { CallbackUrl = Url });
                await store.OrderAsync(id, OrderKind.Cancel);
                await store.Storage.Jobs.NoteCallbackAsync(id, TimeSpan.Zero, default);

                await store.OrderAsync(id, OrderKind.Retry);
                (await DueAsync(store)).ShouldBeEmpty();
                await store.OrderAsync(id, OrderKind.Cancel);

                (await DueAsync(store)).ShouldBe([new PendingCallback(id, Url, 0)]);
            }
        );

    private static async Task<IReadOnlyList<PendingCallback>> DueAsync(StoreUnderTest store, int limit = 100) =>
        await store.Storage.Jobs.DueCallbacksAsync(limit, default);
}
