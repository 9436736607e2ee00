using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Claims;

/// <summary>Claims: which jobs, in which order, to which slots.</summary>
public abstract class ClaimConformance(IStorageDriver driver)
{
    [Fact]
    public Task Claim_OfOneRoute_TakesTheBestByPriorityThenId() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var first = await store.SubmitAsync([
                    .. new[] { 5, 9, 1, 5, 1 }.Select(priority => store.Job with { Priority = priority }),
                ]);

                var result = await store.CommitAsync(round => round.Claims.Add(store.Claim(slots: 9)));

                result.Claims[0].Select(job => job.Id - first).ShouldBe([2, 4, 0, 3, 1]);
                result.Claims[0].Select(job => job.Tag).ShouldBe([0, 1, 2, 3, 4]);
            }
        );

    [Fact]
    public Task Claim_OfSeveralRoutes_MergesThem() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lanes = new List<Lane>();
                foreach (var type in new[] { "a", "b", "c", "d" })
                {
                    lanes.Add(await store.InternAsync(type));
                }

                var jobs = Enumerable.Range(0, 40).Select(n => (Lane: n * 7 % 4, Priority: 1 + (n * 5 % 3))).ToList();
                var first = await store.SubmitAsync([
                    .. jobs.Select(job => store.Job with { Lane = lanes[job.Lane], Priority = job.Priority }),
                ]);

                var result = await store.CommitAsync(round =>
                    round.Claims.Add(store.Claim(slots: 20, routes: [.. lanes.Skip(1).Select(lane => lane.Route.Id)]))
                );

                result
                    .Claims[0]
                    .Select(job => job.Id - first)
                    .ShouldBe(
                        Enumerable
                            .Range(0, 40)
                            .Where(n => jobs[n].Lane != 0)
                            .OrderBy(n => jobs[n].Priority)
                            .Take(20)
                            .Select(n => (long)n)
                    );
            }
        );

    [Fact]
    public Task Claim_ByRoute_TakesTheJobsOfAllItsLanes() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var other = await store.InternAsync("work", owner: 9, Dialect.Broker);
                var tagged = await store.InternAsync("work", 0, Dialect.Native, "gpu");
                await store.SubmitAsync(store.Job with { Lane = other }, store.Job, store.Job with { Lane = tagged });

                var result = await store.CommitAsync(round => round.Claims.Add(store.Claim(slots: 5)));

                result.Claims[0].Select(job => job.LaneId).ShouldBe([other.Id, store.Lane.Id]);
            }
        );

    [Fact]
    public Task Claim_ForSeveralSlots_GivesThemJobsInTheirOrder() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var first = await store.SubmitAsync(store.Job, store.Job, store.Job);
                ClaimSlot[] slots = [new("idle", store.Node, 70), new("busy", store.Node, -3), new("idle", 0, 70)];

                var result = await store.CommitAsync(round =>
                    round.Claims.Add(new Claim([store.Lane.Route.Id], slots, StoreUnderTest.LeaseTime))
                );

                result.Claims[0].Select(job => (job.Id - first, job.Tag)).ShouldBe([(0, 70), (1, -3), (2, 70)]);
                result.Transitions.Select(made => made.WorkerId).ShouldBe(["idle", "busy", "idle"]);
                (await store.GetAsync(first + 1)).WorkerId.ShouldBe("busy");
            }
        );

    [Fact]
    public Task Claims_OfARound_ShareNoJob() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var first = await store.SubmitAsync([.. Enumerable.Range(0, 5).Select(_ => store.Job)]);

                var result = await store.CommitAsync(round =>
                    round.Claims.AddRange([store.Claim(slots: 2), store.Claim(slots: 2), store.Claim(slots: 2)])
                );

                result
                    .Claims.Select(jobs => string.Join(' ', jobs.Select(job => job.Id - first)))
                    .ShouldBe(["0 1", "2 3", "4"]);
            }
        );

    [Fact]
    public Task Claim_OfNothing_AnswersEmpty() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var empty = await store.InternAsync("nothing");
                var result = await store.CommitAsync(round =>
                    round.Claims.AddRange([store.Claim(), store.Claim(routes: [empty.Route.Id, 1_000_000])])
                );

                result.Claims.ShouldAllBe(jobs => jobs.Count == 0);
                result.Transitions.ShouldBeEmpty();
            }
        );

    [Theory]
    [InlineData(Situation.Draft)]
    [InlineData(Situation.Scheduled)]
    [InlineData(Situation.Paused)]
    [InlineData(Situation.Held)]
    [InlineData(Situation.Backoff)]
    [InlineData(Situation.Succeeded)]
    [InlineData(Situation.Failed)]
    [InlineData(Situation.Cancelled)]
    [InlineData(Situation.Deleted)]
    public Task Claim_OfAJobNotPending_TakesNothing(Situation situation) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                await store.ReachAsync(situation);

                var result = await store.CommitAsync(round => round.Claims.Add(store.Claim()));

                result.Claims[0].ShouldBeEmpty();
            }
        );

    [Fact]
    public Task Job_Leased_ShowsWhoHasItSinceWhen() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();

                var job = await store.GetAsync(lease.Id);

                (job.State, job.Attempt, job.WorkerId).ShouldBe((JobState.Running, 1, "worker"));
                job.StartedAt.ShouldBe(store.Clock.GetUtcNow());
                lease.Attempt.ShouldBe(1);
            }
        );

    [Fact]
    public Task Claim_AtTheDocumentedLimits_Works() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                await store.SubmitAsync([.. Enumerable.Range(0, 2_000).Select(_ => store.Job)]);
                var routes = Enumerable.Range(0, 1_024).Select(n => store.Lane.Route.Id + n).ToArray();
                var name = new string('ü', 255);
                var slots = Enumerable.Range(0, 1_024).Select(tag => new ClaimSlot(name, store.Node, tag)).ToArray();

                var result = await store.CommitAsync(round =>
                    round.Claims.Add(new Claim(routes, slots, StoreUnderTest.LeaseTime))
                );

                result.Claims[0].Select(job => job.Tag).ShouldBe(Enumerable.Range(0, 1_024));
                (await store.GetAsync(result.Claims[0][0].Id)).WorkerId.ShouldBe(name);
            }
        );

    [Fact]
    public Task Tokens_OverJobsAndRestarts_Increase() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                // The ledger compares each with the greatest before it; this is the history that it sees.
                await store.SubmitAsync(store.Job, store.Job, store.Job);
                var first = await store.ClaimAsync();
                await store.SettleAsync(Settlement.Succeeded(first.Id, first.Token, default));
                await store.OrderAsync(first.Id, OrderKind.Delete);
                await store.RestartAsync();
                var second = await store.ClaimAsync();
                await store.SettleAsync(Settlement.Released(second.Id, second.Token));
                await store.RestartAsync();
                var third = await store.ClaimAsync();

                third.Id.ShouldBe(second.Id);
                third.Token.ShouldBeGreaterThan(second.Token);
                second.Token.ShouldBeGreaterThan(first.Token);
            }
        );

    [Fact]
    public Task Job_Released_KeepsItsNumberAndPlace() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync(store.Job, store.Job);
                for (var n = 0; n < 3; n++)
                {
                    var lease = await store.ClaimAsync();
                    (lease.Id, lease.Attempt).ShouldBe((id, 1));
                    await store.SettleAsync(Settlement.Released(id, lease.Token));
                }

                (await store.GetAsync(id)).Attempt.ShouldBe(0);
                (await store.Storage.Jobs.AttemptsAsync(id, default)).ShouldBeEmpty();
            }
        );
}
