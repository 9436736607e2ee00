using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Nodes;

/// <summary>Node starts: numbers never given before, and the leases of dead nodes.</summary>
public abstract class NodeConformance(IStorageDriver driver)
{
    [Fact]
    public Task Start_EachTime_GivesANewNumber() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var first = store.Start;
                first.Node.ShouldBe(1);
                first.At.ShouldBe(store.Clock.GetUtcNow());
                first.ReleasedLeases.ShouldBe(0);
                first.Store.ShouldNotBeNullOrWhiteSpace();
                for (var n = 0; n < 3; n++)
                {
                    var before = store.Node;
                    await store.RestartAsync();
                    store.Node.ShouldBeGreaterThan(before);
                }
            }
        );

    [Fact]
    public Task Start_AfterANodeDied_PutsItsLeasesBack() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var first = await store.SubmitAsync([.. Enumerable.Range(0, 5).Select(_ => store.Job)]);
                var leases = await store.CommitAsync(round => round.Claims.Add(store.Claim(3)));
                var begun = store.Clock.GetUtcNow();
                store.Clock.Advance(TimeSpan.FromSeconds(3));

                await store.RestartAsync();

                store.Start.ReleasedLeases.ShouldBe(3);
                var job = await store.GetAsync(first);
                (job.State, job.Attempt, job.WorkerId).ShouldBe((JobState.Pending, 1, null));
                var lost = (await store.Storage.Jobs.AttemptsAsync(first, default)).ShouldHaveSingleItem();
                (lost.Number, lost.WorkerId, lost.Reason).ShouldBe((1, "worker", FailureReason.WorkerLost));
                (lost.StartedAt, lost.EndedAt).ShouldBe((begun, begun + TimeSpan.FromSeconds(3)));
                foreach (var lease in leases.Claims[0])
                {
                    (await store.RenewAsync(lease)).ShouldBeFalse();
                    var late = await store.SettleAsync(Settlement.Succeeded(lease.Id, lease.Token, default));
                    late.Settlements[0].ShouldBe(new SettlementResult(SettlementAnswer.Stale, JobState.Pending));
                }

                var again = await store.CommitAsync(round => round.Claims.Add(store.Claim(9)));
                again.Claims[0].Select(lease => lease.Attempt).ShouldBe([2, 2, 2, 1, 1]);
            }
        );

    [Fact]
    public Task Start_AfterANodeDied_LeavesWorkersThatOutliveIt() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                await store.SubmitAsync();
                var lease = await store.ClaimAsync(store.Claim(node: 0));

                await store.RestartAsync();

                store.Start.ReleasedLeases.ShouldBe(0);
                (await store.RenewAsync(lease)).ShouldBeTrue();
                var settled = await store.SettleAsync(Settlement.Succeeded(lease.Id, lease.Token, default));
                settled.Settlements[0].Answer.ShouldBe(SettlementAnswer.Settled);
            }
        );

    [Fact]
    public Task Start_OfManyLeases_PutsAllBack() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                await store.SubmitAsync([.. Enumerable.Range(0, 5_000).Select(_ => store.Job)]);
                await store.CommitAsync(round => round.Claims.AddRange(Enumerable.Repeat(store.Claim(1_000), 5)));

                await store.RestartAsync();

                store.Start.ReleasedLeases.ShouldBe(5_000);
                (await store.Storage.Lanes.CountsAsync(default)).ShouldBe([
                    new LaneCount(store.Lane.Id, JobState.Pending, 5_000),
                ]);
            }
        );

    [Fact]
    public Task Probe_OfAnOpenStore_ChangesNothing() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();
                var before = await store.GetAsync(lease.Id);

                await store.Storage.Nodes.ProbeAsync(default);

                Snapshots.ShouldBeSame(await store.GetAsync(lease.Id), before);
                (await store.RenewAsync(lease)).ShouldBeTrue();
            }
        );
}
