using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Lanes;

/// <summary>Lanes and routes: interned once, bounded, and counted exactly.</summary>
public abstract class LaneConformance(IStorageDriver driver)
{
    [Fact]
    public Task Intern_OfTheSame_IsTheSameLane() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lane = await store.InternAsync("type", 4, Dialect.Learning, "a", "b");

                lane.Dialect.ShouldBe(Dialect.Learning);
                lane.Owner.ShouldBe(4);
                lane.Route.Type.ShouldBe("type");
                lane.Route.Tags.ShouldBe(["a", "b"]);
                lane.Id.ShouldBeGreaterThan(0);
                var again = await store.InternAsync("type", 4, Dialect.Learning, "a", "b");
                Snapshots.Describe(again).ShouldBe(Snapshots.Describe(lane));
            }
        );

    [Fact]
    public Task Intern_OfAnythingElse_IsAnotherLane() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                Lane[] lanes =
                [
                    await store.InternAsync("type", 4, Dialect.Learning, "a", "b"),
                    await store.InternAsync("type", 4, Dialect.Solver, "a", "b"),
                    await store.InternAsync("type", 5, Dialect.Learning, "a", "b"),
                    await store.InternAsync("Type", 4, Dialect.Learning, "a", "b"),
                    await store.InternAsync("type", 4, Dialect.Learning, "a"),
                    await store.InternAsync("type", 4, Dialect.Learning),
                    await store.InternAsync("type", 4, Dialect.Learning, "a b"),
                    await store.InternAsync("type", 4, Dialect.Learning, "a,b"),
                    await store.InternAsync("type", 4, Dialect.Learning, "a\nb"),
                    await store.InternAsync("type", 4, Dialect.Learning, "[\"a\",\"b\"]"),
                    await store.InternAsync("type a b", 4, Dialect.Learning),
                    await store.InternAsync("tÿpe 'quoted' \"twice\"", 4, Dialect.Learning),
                ];

                lanes.Select(lane => lane.Id).ShouldBeUnique();
                lanes[0].Route.Id.ShouldBe(lanes[1].Route.Id);
                lanes[0].Route.Id.ShouldBe(lanes[2].Route.Id);
                lanes.Skip(2).Select(lane => lane.Route.Id).ShouldBeUnique();
                var listed = await store.Storage.Lanes.ListAsync(default);
                listed
                    .Select(Snapshots.Describe)
                    .ShouldBe(lanes.Append(store.Lane).Select(Snapshots.Describe), ignoreOrder: true);
            }
        );

    [Fact]
    public Task Lanes_WithJobs_SurviveARestart() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lane = await store.InternAsync("type", 4, Dialect.Learning, "a", "b");
                await store.SubmitAsync(store.Job with { Lane = lane });
                var finished = await store.InternAsync("finished");
                var id = await store.SubmitAsync(store.Job with { Lane = finished });
                await store.OrderAsync(id, OrderKind.Cancel);

                await store.RestartAsync();

                var listed = (await store.Storage.Lanes.ListAsync(default)).Select(Snapshots.Describe).ToList();
                listed.ShouldContain(Snapshots.Describe(lane));
                listed.ShouldContain(Snapshots.Describe(finished));
                var again = await store.InternAsync("type", 4, Dialect.Learning, "a", "b");
                Snapshots.Describe(again).ShouldBe(Snapshots.Describe(lane));
            }
        );

    [Fact]
    public Task Routes_AfterARestart_KeepTheirNumbers() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var forgotten = await store.InternAsync("forgotten");
                var kept = await store.InternAsync("kept", 0, Dialect.Native, "x");
                await store.SubmitAsync(store.Job with { Lane = kept });

                await store.RestartAsync();

                var fresh = await store.InternAsync("fresh");
                (await store.InternAsync("kept", 8, Dialect.Pull, "x")).Route.Id.ShouldBe(kept.Route.Id);
                (await store.InternAsync("forgotten")).Route.Id.ShouldBe(forgotten.Route.Id);
                fresh.Route.Id.ShouldNotBe(forgotten.Route.Id);
            }
        );

    [Fact]
    public Task Intern_FromManyCallersAtOnce_GivesOneLane() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lanes = await Task.WhenAll(
                    Enumerable.Range(0, 64).Select(n => Task.Run(() => store.InternAsync($"type {n % 4}")))
                );

                lanes.Select(lane => (lane.Id, lane.Route.Type)).Distinct().Count().ShouldBe(4);
            }
        );

    [Fact]
    public Task Intern_BeyondTheCap_IsRefused() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                // One is the harness's own.
                for (var n = 1; n < ILaneStore.MaxLanes; n++)
                {
                    await store.InternAsync($"type {n}");
                }

                (await store.Storage.Lanes.InternAsync(Dialect.Native, 0, "more", [], default)).ShouldBeNull();
                (await store.Storage.Lanes.InternAsync(Dialect.Native, 1, "work", [], default)).ShouldBeNull();
                (await store.InternAsync("type 1")).Route.Type.ShouldBe("type 1");
                (await store.Storage.Lanes.ListAsync(default)).Count.ShouldBe(ILaneStore.MaxLanes);
            }
        );

    [Fact]
    public Task Counts_AreKeptByLaneAndState_WithoutZeros() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var other = await store.InternAsync("work", owner: 2);
                (await store.Storage.Lanes.CountsAsync(default)).ShouldBeEmpty();
                var first = await store.SubmitAsync(store.Job, store.Job, store.Job with { Lane = other });
                await store.ClaimAsync();
                await store.OrderAsync(first + 2, OrderKind.Pause);
                await ShouldBeAsync();
                await store.RestartAsync();
                await store.ClaimAsync();
                await ShouldBeAsync();

                async Task ShouldBeAsync() =>
                    (await store.Storage.Lanes.CountsAsync(default)).ShouldBe(
                        [
                            new LaneCount(store.Lane.Id, JobState.Running, 1),
                            new LaneCount(store.Lane.Id, JobState.Pending, 1),
                            new LaneCount(other.Id, JobState.Paused, 1),
                        ],
                        ignoreOrder: true
                    );
            }
        );
}
