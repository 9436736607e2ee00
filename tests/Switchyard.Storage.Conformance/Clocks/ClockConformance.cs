using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Clocks;

/// <summary>The store's clock: it decides leases, and never goes back.</summary>
public abstract class ClockConformance(IStorageDriver driver)
{
    [Fact]
    public Task Clock_WhileOpen_FollowsTheTimeThatGoesBy() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var before = await store.CommitAsync(_ => { });
                store.Clock.Advance(TimeSpan.FromSeconds(90));

                var after = await store.CommitAsync(_ => { });

                (after.At - before.At).ShouldBe(TimeSpan.FromSeconds(90));
            }
        );

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public Task WallJump_WhileOpen_IsIgnored(int hours) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();
                var before = await store.CommitAsync(_ => { });

                store.JumpWall(TimeSpan.FromHours(hours));

                var after = await store.SweepAsync(StoreUnderTest.LeaseTime - TimeSpan.FromMicroseconds(1));
                (after.At - before.At).ShouldBe(StoreUnderTest.LeaseTime - TimeSpan.FromMicroseconds(1));
                (await store.StateAsync(lease.Id)).ShouldBe(JobState.Running);
                (await store.SweepAsync(TimeSpan.FromMicroseconds(1))).Transitions.ShouldHaveSingleItem();
            }
        );

    [Fact]
    public Task WallSetBack_BetweenStartsWithoutARound_DoesNotTurnTheClockBack() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var first = store.Start.At;
                for (var start = 0; start < 2; start++)
                {
                    store.JumpWall(TimeSpan.FromDays(-1));
                    await store.RestartAsync();

                    store.Start.At.ShouldBeGreaterThanOrEqualTo(first);
                }
            }
        );

    [Fact]
    public Task WallSetBack_BeforeARestart_DoesNotTurnTheClockBack() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var before = await store.CommitAsync(_ => { });
                store.JumpWall(TimeSpan.FromDays(-1));
                await store.RestartAsync();
                store.Start.At.ShouldBeGreaterThanOrEqualTo(before.At);

                var after = await store.CommitAsync(_ => { });
                after.At.ShouldBeGreaterThanOrEqualTo(before.At);
            }
        );

    [Fact]
    public Task WallSetBack_AfterAKeyWasForgotten_DoesNotTurnTheClockBack() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                // What was forgotten as too old would be young again.
                var name = new Idempotency(1, "name", new byte[32]);
                var before = await store.CommitAsync(round => round.Submissions.Add(new Submission([store.Job], name)));
                store.Clock.Advance(TimeSpan.FromDays(2));
                await store.Storage.Maintenance.RetainAsync(new Retention(), 100, default);
                store.JumpWall(TimeSpan.FromDays(-1));

                await store.RestartAsync();

                (store.Start.At - before.At).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromDays(2));
            }
        );

    [Fact]
    public Task WallSetForward_BeforeARestart_IsFollowed() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var before = await store.CommitAsync(_ => { });
                store.JumpWall(TimeSpan.FromDays(1));
                await store.RestartAsync();

                var after = await store.CommitAsync(_ => { });

                (after.At - before.At).ShouldBe(TimeSpan.FromDays(1));
            }
        );

    [Fact]
    public Task LeaseTime_AfterTheWallWasSetBack_StillEnds() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                // Were the clock to stand still until the wall caught up, no lease would lapse for a day.
                await store.CommitAsync(_ => { });
                store.JumpWall(TimeSpan.FromDays(-1));
                await store.RestartAsync();
                var lease = await store.LeaseAsync();

                await store.SweepAsync(StoreUnderTest.LeaseTime);

                (await store.StateAsync(lease.Id)).ShouldBe(JobState.Pending);
            }
        );
}
