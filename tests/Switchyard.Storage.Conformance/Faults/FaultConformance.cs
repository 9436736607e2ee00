using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Faults;

/// <summary>A full disk: what fails has changed nothing, reads go on, and it heals by itself.</summary>
public abstract class FaultConformance(IStorageDriver driver)
{
    [Fact]
    public Task Round_OnAFullDisk_FailsAndChangesNothing() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();
                var paused = await store.ReachAsync(Situation.Paused);
                var waiting = await store.SubmitAsync();
                store.Clock.Advance(TimeSpan.FromSeconds(1));
                var before = await DescribeAsync(store);
                await store.FillAsync(full: true);

                // Everything in it would be done but for the last, which needs more room than there is.
                await Should.ThrowAsync<StorageUnavailableException>(() =>
                    store.CommitAsync(round =>
                    {
                        round.Settlements.Add(Settlement.Succeeded(lease.Id, lease.Token, Situations.Result));
                        round.Orders.Add(new Order(paused.Id, OrderKind.Resume));
                        round.Claims.Add(store.Claim());
                        round.Submissions.Add(TooMuch(store));
                    })
                );

                (await DescribeAsync(store)).ShouldBe(before);
                await store.FillAsync(full: false);
                (await DescribeAsync(store)).ShouldBe(before);
                (await store.RenewAsync(lease)).ShouldBeTrue();
                (await store.ClaimAsync()).Id.ShouldBe(waiting);
                await store.SubmitAsync();
            }
        );

    [Fact]
    public Task OtherWrites_OnAFullDisk_FailAndHeal() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync();
                var chunks = Enumerable.Range(0, 64).Select(n => new LogChunk(id, 1, n, new byte[64 * 1024])).ToList();
                await store.FillAsync(full: true);

                await Should.ThrowAsync<StorageUnavailableException>(() => BlobAsync().AsTask());
                await Should.ThrowAsync<StorageUnavailableException>(() => LogAsync().AsTask());
                (await store.Storage.Logs.ReadAsync(id, 1, 0, 256, default)).ShouldBeEmpty();

                await store.FillAsync(full: false);
                (await store.Storage.Blobs.ReadAsync(await BlobAsync(), default)).ShouldNotBeNull();
                await LogAsync();
                (await store.Storage.Logs.ReadAsync(id, 1, 0, 256, default)).Count.ShouldBe(64);

                ValueTask<long> BlobAsync() => store.Storage.Blobs.WriteAsync(new byte[4 << 20], default);

                ValueTask LogAsync() => store.Storage.Logs.AppendAsync(chunks, default);
            }
        );

    [Fact]
    public Task FailedRound_ThenARestart_LeavesNothing() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync();
                await store.FillAsync(full: true);
                await Should.ThrowAsync<StorageUnavailableException>(() =>
                    store.CommitAsync(round =>
                    {
                        round.Claims.Add(store.Claim());
                        round.Submissions.Add(TooMuch(store));
                    })
                );

                await store.RestartAsync();

                (await Consistency.AllAsync(store.Storage.Jobs))
                    .ShouldHaveSingleItem()
                    .State.ShouldBe(JobState.Pending);
                (await store.ClaimAsync()).Id.ShouldBe(id);
            }
        );

    private static Submission TooMuch(StoreUnderTest store)
    {
        var payload = new Content(new byte[Content.InlineLimit]);
        return new Submission([.. Enumerable.Range(0, 50).Select(_ => store.Job with { Payload = payload })], null);
    }

    private static async Task<string> DescribeAsync(StoreUnderTest store)
    {
        var jobs = await Consistency.AllAsync(store.Storage.Jobs);
        var counts = await store.Storage.Lanes.CountsAsync(default);
        return string.Join('\n', jobs.Select(Snapshots.Describe).Concat(counts.Select(count => $"{count}").Order()));
    }
}
