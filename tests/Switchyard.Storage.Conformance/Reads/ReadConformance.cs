using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Reads;

/// <summary>Reads beside rounds: each sees whole rounds only, and nothing gets lost between callers.</summary>
public abstract class ReadConformance(IStorageDriver driver)
{
    private const int Jobs = 40;

    [Fact]
    public Task Read_WhileRoundsMoveAllJobs_SeesWholeRounds() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var first = await store.SubmitAsync([.. Enumerable.Range(0, Jobs).Select(_ => store.Job)]);
                using var done = new CancellationTokenSource();
                var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => ReadAsync(done.Token))).ToArray();

                for (var n = 0; n < 200; n++)
                {
                    var order = n % 2 == 0 ? OrderKind.Pause : OrderKind.Resume;
                    await store.CommitAsync(round =>
                        round.Orders.AddRange(Enumerable.Range(0, Jobs).Select(job => new Order(first + job, order)))
                    );
                }

                await done.CancelAsync();
                await Task.WhenAll(readers);

                async Task ReadAsync(CancellationToken end)
                {
                    do
                    {
                        (await store.StateAsync(first)).ShouldNotBeNull();
                        var page = await store.Storage.Jobs.ListAsync(new JobQuery { Limit = 1_000 }, default);
                        page.Jobs.Count.ShouldBe(Jobs);
                        page.Jobs.Select(job => job.State).Distinct().ShouldHaveSingleItem();
                        var counts = await store.Storage.Lanes.CountsAsync(default);
                        counts.ShouldHaveSingleItem().Count.ShouldBe(Jobs);
                    } while (!end.IsCancellationRequested);
                }
            }
        );

    [Fact]
    public Task Oldest_OfPendingJobs_IsTheOneSubmittedFirst() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var jobs = store.Storage.Jobs;
                (await jobs.OldestPendingAsync(default)).ShouldBeNull();
                var first = await store.SubmitAsync(store.Job with { Priority = 9 });
                var second = await store.SubmitAsync(store.Job with { Priority = 1 });
                (await jobs.OldestPendingAsync(default)).ShouldBe((await store.GetAsync(first)).CreatedAt);

                await store.CommitAsync(round => round.Orders.Add(new Order(first, OrderKind.Pause)));
                (await jobs.OldestPendingAsync(default)).ShouldBe((await store.GetAsync(second)).CreatedAt);

                await store.CommitAsync(round => round.Orders.Add(new Order(second, OrderKind.Cancel)));
                (await jobs.OldestPendingAsync(default)).ShouldBeNull();
            }
        );

    [Fact]
    public Task OtherWrites_WhileRoundsRun_AreAllKept() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync();
                var blobs = Task.WhenAll(
                    Enumerable
                        .Range(0, 10)
                        .Select(n =>
                            store.Storage.Blobs.WriteAsync(new byte[Content.InlineLimit + n], default).AsTask()
                        )
                );
                var logs = Task.WhenAll(
                    Enumerable
                        .Range(0, 50)
                        .Select(n => new LogChunk(id, 1, n, "line\n"u8.ToArray()))
                        .Select(chunk => store.Storage.Logs.AppendAsync([chunk], default).AsTask())
                );
                var lanes = Task.WhenAll(Enumerable.Range(0, 50).Select(n => store.InternAsync($"type {n}")));
                for (var n = 0; n < 50; n++)
                {
                    await store.SubmitAsync();
                }

                foreach (var (blob, n) in (await blobs).Select((blob, n) => (blob, n)))
                {
                    var bytes = await store.Storage.Blobs.ReadAsync(blob, default);
                    bytes.ShouldNotBeNull().Length.ShouldBe(Content.InlineLimit + n);
                }

                await logs;
                (await store.Storage.Logs.ReadAsync(id, 1, 0, 256, default)).Count.ShouldBe(50);
                (await lanes).Select(lane => lane.Id).ShouldBeUnique();
                (await store.Storage.Lanes.CountsAsync(default)).ShouldHaveSingleItem().Count.ShouldBe(51);
            }
        );

    [Fact]
    public Task Close_WithARoundUnderWay_WaitsForIt() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var round = new Round();
                round.Submissions.Add(
                    new Submission([.. Enumerable.Range(0, 1_000).Select(_ => store.Job)], Idempotency: null)
                );
                var underWay = store.Storage.Rounds.CommitAsync(round, default).AsTask();

                await store.RestartAsync();

                var last = (await underWay).Submissions[0].FirstId + 999;
                (await store.StateAsync(last)).ShouldBe(JobState.Pending);
            }
        );
}
