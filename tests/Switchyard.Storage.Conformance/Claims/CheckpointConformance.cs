using System.Text;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Claims;

/// <summary>What a paused attempt leaves for the next one.</summary>
public abstract class CheckpointConformance(IStorageDriver driver)
{
    [Fact]
    public Task Checkpoint_OfAPausedAttempt_ComesWithTheNext() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await PauseAsync(store, await store.LeaseAsync(), "page 7");

                Text(lease.Checkpoint).ShouldBe("page 7");
                lease.Attempt.ShouldBe(1);
            }
        );

    [Fact]
    public Task Checkpoint_OfNoPause_IsEmpty() =>
        StoreUnderTest.TestAsync(driver, async store => (await store.LeaseAsync()).Checkpoint.ShouldBe(default));

    [Fact]
    public Task Checkpoint_OfAPausedAttempt_LastsUntilTheNextPause() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var retry = new RetryPolicy(5, TimeSpan.Zero, TimeSpan.Zero);
                var lease = await PauseAsync(store, await store.LeaseAsync(store.Job with { Retry = retry }), "one");
                await store.SettleAsync(Settlement.Released(lease.Id, lease.Token));
                lease = await store.ClaimAsync();
                Text(lease.Checkpoint).ShouldBe("one");
                await store.SettleAsync(Settlement.Failed(lease.Id, lease.Token, "no", default, jitter: 0));
                lease = await store.ClaimAsync();
                Text(lease.Checkpoint).ShouldBe("one");
                await store.RestartAsync();
                lease = await store.ClaimAsync();
                Text(lease.Checkpoint).ShouldBe("one");

                lease = await PauseAsync(store, lease, "two");
                Text(lease.Checkpoint).ShouldBe("two");
                lease = await PauseAsync(store, lease, "");
                Text(lease.Checkpoint).ShouldBe("");
            }
        );

    [Fact]
    public Task Checkpoint_OfAJobThatEnded_IsGone() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await PauseAsync(store, await store.LeaseAsync(), "one");
                await store.OrderAsync(lease.Id, OrderKind.Cancel);
                await store.OrderAsync(lease.Id, OrderKind.Retry);

                Text((await store.ClaimAsync()).Checkpoint).ShouldBe("");
            }
        );

    [Fact]
    public Task Checkpoint_InABlob_IsReferredTo() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var bytes = new byte[Content.InlineLimit + 1];
                bytes[^1] = 9;
                var blob = new Content(default, await store.Storage.Blobs.WriteAsync(bytes, default));
                var lease = await store.LeaseAsync();
                await store.SettleAsync(Settlement.Paused(lease.Id, lease.Token, blob));
                store.Clock.Advance(TimeSpan.FromHours(2));
                await store.Storage.Maintenance.RetainAsync(default, 100, default);
                await store.OrderAsync(lease.Id, OrderKind.Resume);

                lease = await store.ClaimAsync();

                lease.Checkpoint.BlobId.ShouldBe(blob.BlobId);
                (await store.Storage.Blobs.ReadAsync(blob.BlobId, default)).ShouldBe(bytes);
            }
        );

    private static string Text(Content content) => Encoding.UTF8.GetString(content.Inline.Span);

    private static async Task<LeasedJob> PauseAsync(StoreUnderTest store, LeasedJob lease, string checkpoint)
    {
        await store.SettleAsync(Settlement.Paused(lease.Id, lease.Token, StoreUnderTest.Bytes(checkpoint)));
        await store.OrderAsync(lease.Id, OrderKind.Resume);
        return await store.ClaimAsync();
    }
}
