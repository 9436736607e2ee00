using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Maintenance;

/// <summary>Retention: per outcome, in bounded batches, with all that belongs to a job.</summary>
public abstract class RetentionConformance(IStorageDriver driver)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public Task Retain_OverTime_DeletesEachOutcomeInItsTime() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var succeeded = (await store.ReachAsync(Situation.Succeeded)).Id;
                var failed = (await store.ReachAsync(Situation.Failed)).Id;
                var cancelled = (await store.ReachAsync(Situation.Revoked)).Id;
                var pending = (await store.ReachAsync(Situation.Pending)).Id;
                var keep = new Retention(Hour, Hour * 2, null);

                (await RetainAsync(store, keep, TimeSpan.FromMinutes(59))).ShouldBeEmpty();
                (await RetainAsync(store, keep, TimeSpan.FromMinutes(2))).ShouldBe([succeeded]);
                (await RetainAsync(store, keep, Hour)).ShouldBe([failed]);
                (await RetainAsync(store, keep, Hour * 100_000)).ShouldBeEmpty();

                (await store.Storage.Jobs.GetAsync(succeeded, default)).ShouldBeNull();
                (await store.StateAsync(cancelled)).ShouldBe(JobState.Cancelled);
                (await store.StateAsync(pending)).ShouldBe(JobState.Pending);
            }
        );

    [Fact]
    public Task Retain_OfAJob_AnswersWithWhatItDeleted() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();
                await store.SettleAsync(Settlement.FailedForGood(lease.Id, lease.Token, "no", default));
                store.Clock.Advance(Hour);

                var deleted = await store.Storage.Maintenance.RetainAsync(
                    new Retention(null, TimeSpan.Zero, null),
                    10,
                    default
                );

                var gone = deleted.ShouldHaveSingleItem();
                (gone.JobId, gone.LaneId, gone.From, gone.To).ShouldBe((lease.Id, lease.LaneId, JobState.Failed, null));
                (gone.Attempt, gone.Token, gone.WorkerId).ShouldBe((1, 0, null));
            }
        );

    [Fact]
    public Task Retain_OverItsLimit_StopsThere() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var first = await store.SubmitAsync([.. Enumerable.Range(0, 25).Select(_ => store.Job)]);
                await store.CommitAsync(round =>
                    round.Orders.AddRange(Enumerable.Range(0, 25).Select(n => new Order(first + n, OrderKind.Cancel)))
                );
                store.Clock.Advance(Hour);

                foreach (var expected in new[] { 10, 10, 5, 0 })
                {
                    var deleted = await store.Storage.Maintenance.RetainAsync(
                        new Retention(Hour / 2, Hour / 2, Hour / 2),
                        10,
                        default
                    );
                    deleted.Count.ShouldBe(expected);
                }

                (await store.Storage.Lanes.CountsAsync(default)).ShouldBeEmpty();
            }
        );

    [Fact]
    public Task Retain_OfAJob_RemovesAllThatBelongsToIt() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync(store.Job with { CallbackUrl = "http://localhost/" });
                await store.RenewAsync(lease, progress: "50");
                await store.Storage.Logs.AppendAsync([new LogChunk(lease.Id, 1, 0, "a\n"u8.ToArray())], default);
                await store.SettleAsync(Settlement.Failed(lease.Id, lease.Token, "1", Situations.Result, jitter: 0));

                await RetainAsync(store, new Retention(Hour, Hour, Hour), Hour * 2);

                (await store.Storage.Jobs.GetContentAsync(lease.Id, default)).ShouldBeNull();
                (await store.Storage.Jobs.AttemptsAsync(lease.Id, default)).ShouldBeEmpty();
                (await store.Storage.Jobs.DueCallbacksAsync(10, default)).ShouldBeEmpty();
                (await store.Storage.Logs.ReadAsync(lease.Id, 1, 0, 10, default)).ShouldBeEmpty();
                var late = await store.SettleAsync(Settlement.Succeeded(lease.Id, lease.Token, default));
                late.Settlements[0].ShouldBe(new SettlementResult(SettlementAnswer.Gone, null));
            }
        );

    [Fact]
    public Task Blobs_ThatNothingRefersTo_GoAfterAnHour() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var used = await WriteAsync(store);
                var orphan = await WriteAsync(store);
                var result = await WriteAsync(store);
                var lease = await store.LeaseAsync(store.Job with { Payload = used });
                await store.SettleAsync(Settlement.Succeeded(lease.Id, lease.Token, result));

                await RetainAsync(store, default, TimeSpan.FromMinutes(59));
                (await ExistsAsync(store, orphan)).ShouldBeTrue();
                await RetainAsync(store, default, TimeSpan.FromMinutes(2));
                (await ExistsAsync(store, orphan)).ShouldBeFalse();
                (await ExistsAsync(store, used)).ShouldBeTrue();
                (await ExistsAsync(store, result)).ShouldBeTrue();

                await RetainAsync(store, new Retention(Hour, null, null), Hour * 2);
                await RetainAsync(store, default, Hour * 2);
                (await ExistsAsync(store, used)).ShouldBeFalse();
                (await ExistsAsync(store, result)).ShouldBeFalse();
            }
        );

    private static async Task<IEnumerable<long>> RetainAsync(StoreUnderTest store, Retention keep, TimeSpan after)
    {
        store.Clock.Advance(after);
        var deleted = await store.Storage.Maintenance.RetainAsync(keep, 1_000, default);
        return deleted.Select(transition => transition.JobId);
    }

    private static async Task<Content> WriteAsync(StoreUnderTest store) =>
        new(default, await store.Storage.Blobs.WriteAsync(new byte[Content.InlineLimit + 1], default));

    private static async Task<bool> ExistsAsync(StoreUnderTest store, Content content) =>
        await store.Storage.Blobs.ReadAsync(content.BlobId, default) is not null;
}
