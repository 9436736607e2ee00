using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Maintenance;

/// <summary>The reconciler: what no transition can leave, it repairs; what is well, it leaves alone.</summary>
public abstract class ReconcileConformance(IStorageDriver driver)
{
    [Theory]
    [InlineData(Situation.Draft)]
    [InlineData(Situation.Scheduled)]
    [InlineData(Situation.Pending)]
    [InlineData(Situation.Paused)]
    [InlineData(Situation.Succeeded)]
    public Task Job_InNoState_IsPendingAgain(Situation situation) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var job = await store.ReachAsync(situation);
                await store.RestartAsync(site => site.PlantAsync(new Damage.Stateless(job.Id)));

                await RepairAsync(store);

                (await store.StateAsync(job.Id)).ShouldBe(JobState.Pending);
                (await store.ClaimAsync()).Id.ShouldBe(job.Id);
            }
        );

    [Theory]
    [InlineData(Situation.Pending, JobState.Scheduled, JobState.Scheduled)]
    [InlineData(Situation.Pending, JobState.Paused, JobState.Paused)]
    [InlineData(Situation.Pending, JobState.Succeeded, JobState.Succeeded)]
    [InlineData(Situation.Scheduled, JobState.Pending, JobState.Scheduled)]
    [InlineData(Situation.Scheduled, JobState.Paused, JobState.Paused)]
    [InlineData(Situation.Scheduled, JobState.Succeeded, JobState.Succeeded)]
    [InlineData(Situation.Paused, JobState.Pending, JobState.Paused)]
    [InlineData(Situation.Paused, JobState.Scheduled, JobState.Paused)]
    [InlineData(Situation.Paused, JobState.Succeeded, JobState.Succeeded)]
    [InlineData(Situation.Succeeded, JobState.Pending, JobState.Succeeded)]
    [InlineData(Situation.Succeeded, JobState.Scheduled, JobState.Succeeded)]
    [InlineData(Situation.Succeeded, JobState.Paused, JobState.Succeeded)]
    public Task Job_InTwoStates_KeepsTheLater(Situation situation, JobState also, JobState expected) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var job = await store.ReachAsync(situation);
                await store.RestartAsync(site => site.PlantAsync(new Damage.AlsoIn(job.Id, also)));

                await RepairAsync(store);

                (await store.StateAsync(job.Id)).ShouldBe(expected);
                var claimed = await store.CommitAsync(round => round.Claims.Add(store.Claim()));
                claimed.Claims[0].ShouldBeEmpty();
            }
        );

    // Leases of a dead node are put back when the next one starts; those of node 0 are still there.
    [Theory]
    [InlineData(JobState.Pending, JobState.Running)]
    [InlineData(JobState.Scheduled, JobState.Running)]
    [InlineData(JobState.Paused, JobState.Running)]
    [InlineData(JobState.Succeeded, JobState.Succeeded)]
    public Task RunningJob_InTwoStates_KeepsTheLater(JobState also, JobState expected) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                await store.SubmitAsync();
                var lease = await store.ClaimAsync(store.Claim(node: 0));
                await store.RestartAsync(site => site.PlantAsync(new Damage.AlsoIn(lease.Id, also)));

                await RepairAsync(store);

                (await store.StateAsync(lease.Id)).ShouldBe(expected);
                (await store.RenewAsync(lease)).ShouldBe(expected == JobState.Running);
            }
        );

    [Theory]
    [InlineData(JobState.Pending)]
    [InlineData(JobState.Scheduled)]
    [InlineData(JobState.Paused)]
    [InlineData(JobState.Running)]
    [InlineData(JobState.Succeeded)]
    public Task State_OfNoJob_Goes(JobState state) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync(store.Job, store.Job) + 1;
                await store.OrderAsync(id, OrderKind.Delete);
                await store.RestartAsync(site => site.PlantAsync(new Damage.Orphan(id, store.Lane.Id, state)));

                await RepairAsync(store);

                (await store.StateAsync(id)).ShouldBeNull();
                var claimed = await store.CommitAsync(round => round.Claims.Add(store.Claim(5)));
                claimed.Claims[0].ShouldHaveSingleItem().Id.ShouldBe(id - 1);
            }
        );

    [Theory]
    [InlineData(JobState.Pending, 3)]
    [InlineData(JobState.Pending, -1)]
    [InlineData(JobState.Failed, 7)]
    public Task Count_ThatIsWrong_IsMended(JobState state, long by) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                await store.SubmitAsync(store.Job, store.Job);
                await store.RestartAsync(site => site.PlantAsync(new Damage.Miscount(store.Lane.Id, state, by)));

                await RepairAsync(store);

                (await store.Storage.Lanes.CountsAsync(default)).ShouldBe([
                    new LaneCount(store.Lane.Id, JobState.Pending, 2),
                ]);
            }
        );

    [Fact]
    public Task Runs_AreBounded_AndCoverTheStore() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var first = await store.SubmitAsync([.. Enumerable.Range(0, 50).Select(_ => store.Job)]);
                await store.RestartAsync(async site =>
                {
                    await site.PlantAsync(new Damage.Stateless(first));
                    await site.PlantAsync(new Damage.Stateless(first + 25));
                    await site.PlantAsync(new Damage.Stateless(first + 49));
                });

                var repairs = await RepairAsync(store, limit: 7);

                repairs.Count.ShouldBeGreaterThanOrEqualTo(3);
                (await store.Storage.Lanes.CountsAsync(default)).ShouldHaveSingleItem().Count.ShouldBe(50);
            }
        );

    public static TheoryData<Situation> EverySituation => [.. Enum.GetValues<Situation>()];

    [Theory]
    [MemberData(nameof(EverySituation))]
    public Task Reconcile_OfASoundStore_ChangesNothing(Situation situation) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var job = await store.ReachAsync(situation);
                var before = await store.Storage.Jobs.GetAsync(job.Id, default);

                await Consistency.VerifyAsync(store.Storage);

                Snapshots.ShouldBeSame(await store.Storage.Jobs.GetAsync(job.Id, default), before);
            }
        );

    // Repairs until a whole pass finds nothing, which the second must.
    private static async Task<IReadOnlyList<string>> RepairAsync(StoreUnderTest store, int limit = 1_000)
    {
        var repairs = new List<string>();
        var kept = await CountsAsync(store);
        for (long? after = 0; after is { } from; )
        {
            var run = await store.Storage.Maintenance.ReconcileAsync(from, limit, default);
            repairs.AddRange(run.Repairs);
            (run.After ?? long.MaxValue).ShouldBeGreaterThan(from);
            after = run.After;
            foreach (var (lane, state, difference) in run.Counts)
            {
                difference.ShouldNotBe(0);
                kept[(lane, state)] = kept.GetValueOrDefault((lane, state)) + difference;
            }
        }

        // Whoever keeps the same counts elsewhere has them right by the differences alone.
        var told = kept.Where(entry => entry.Value != 0).Select(entry => $"{entry.Key}: {entry.Value}");
        told.ShouldBe((await CountsAsync(store)).Select(entry => $"{entry.Key}: {entry.Value}"), ignoreOrder: true);
        repairs.ShouldNotBeEmpty();
        await Consistency.VerifyAsync(store.Storage);
        return repairs;
    }

    private static async Task<Dictionary<(int Lane, JobState State), long>> CountsAsync(StoreUnderTest store) =>
        (await store.Storage.Lanes.CountsAsync(default)).ToDictionary(
            count => (count.LaneId, count.State),
            count => count.Count
        );
}
