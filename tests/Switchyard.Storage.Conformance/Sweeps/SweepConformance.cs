using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Sweeps;

/// <summary>What time moves: when, how much of it at once, and when to look again.</summary>
public abstract class SweepConformance(IStorageDriver driver)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    [Fact]
    public Task Due_MovesToPending_OnTheMicrosecond() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync(store.Job with { Delay = Minute });
                (await store.SweepAsync(Minute - Tick)).Transitions.ShouldBeEmpty();

                var result = await store.SweepAsync(Tick);

                result.Transitions.ShouldBe([
                    new Transition(
                        id,
                        store.Lane.Id,
                        JobState.Scheduled,
                        JobState.Pending,
                        FailureReason.None,
                        0,
                        0,
                        null,
                        null
                    ),
                ]);
                (await store.GetAsync(id)).DueAt.ShouldBeNull();
            }
        );

    [Theory]
    [InlineData(Situation.Scheduled)]
    [InlineData(Situation.Pending)]
    [InlineData(Situation.TimedOut)]
    [InlineData(Situation.Lapsed)]
    public Task Sweep_OverItsLimit_MovesSoManyAndAsksToBeCalledAgain(Situation situation) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                await store.SubmitAsync([
                    .. Enumerable
                        .Range(0, 10)
                        .Select(_ =>
                            store.Job with
                            {
                                Delay = situation == Situation.Scheduled ? Minute : TimeSpan.Zero,
                                TimeToLive = situation == Situation.Pending ? Minute : null,
                                RunTimeout = situation == Situation.TimedOut ? Minute / 10 : null,
                            }
                        ),
                ]);
                if (situation is Situation.TimedOut or Situation.Lapsed)
                {
                    await store.CommitAsync(round => round.Claims.Add(store.Claim(10)));
                }

                store.Clock.Advance(Minute);
                foreach (var expected in new[] { 4, 4, 2, 0 })
                {
                    var result = await store.SweepAsync(TimeSpan.Zero, limit: 4);
                    result.Transitions.Count.ShouldBe(expected);
                    if (expected == 4)
                    {
                        result.NextSweepAt.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(result.At);
                    }
                    else
                    {
                        (result.NextSweepAt ?? DateTimeOffset.MaxValue).ShouldBeGreaterThan(result.At);
                    }
                }
            }
        );

    [Fact]
    public Task NextSweep_OfAllThatIsTimed_IsTheEarliest() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                (await NextAsync()).ShouldBeNull();

                await store.SubmitAsync(store.Job with { TimeToLive = Minute * 100 });
                (await NextAsync()).ShouldBe(Minute * 100);

                await store.SubmitAsync(store.Job with { Delay = Minute * 90 });
                (await NextAsync()).ShouldBe(Minute * 90);

                var lease = await store.LeaseAsync(store.Job with { Priority = 1, RunTimeout = Minute * 80 });
                (await NextAsync()).ShouldBe(StoreUnderTest.LeaseTime);

                await store.RenewAsync(lease, time: Minute * 200);
                (await NextAsync()).ShouldBe(Minute * 80);

                // Those of the same round count as well.
                var result = await store.CommitAsync(round =>
                {
                    round.SweepLimit = 10;
                    round.Submissions.Add(new Submission([store.Job with { Priority = 1 }], null));
                    round.Claims.Add(store.Claim());
                });
                result.NextSweepAt.ShouldBe(result.At + StoreUnderTest.LeaseTime);

                async Task<TimeSpan?> NextAsync()
                {
                    var swept = await store.SweepAsync(TimeSpan.Zero);
                    return swept.NextSweepAt - swept.At;
                }
            }
        );

    [Fact]
    public Task NextSweep_AfterARestart_IsKnown() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                await store.SubmitAsync(store.Job with { TimeToLive = Minute });
                await store.RestartAsync();

                var result = await store.SweepAsync(TimeSpan.Zero);

                result.NextSweepAt.ShouldBe(result.At + Minute);
            }
        );

    [Fact]
    public Task Overdue_WithoutASweep_StaysWhereItIs() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var expired = await store.SubmitAsync(store.Job with { TimeToLive = Minute });
                var due = await store.SubmitAsync(store.Job with { Delay = Minute });
                store.Clock.Advance(Minute * 2);

                var lease = await store.ClaimAsync(store.Claim(slots: 2));

                lease.Id.ShouldBe(expired);
                (await store.StateAsync(due)).ShouldBe(JobState.Scheduled);
            }
        );

    [Fact]
    public Task NextSweep_FollowedOverManyLeases_MissesNoneAndWakesSeldom() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                // More than a driver may care to scan for the exact time; a third of them renewed.
                await store.SubmitAsync([.. Enumerable.Range(0, 3_000).Select(_ => store.Job)]);
                var claimed = await store.CommitAsync(round =>
                    round.Claims.AddRange(Enumerable.Repeat(store.Claim(1_000), 3))
                );
                var end = claimed.At + StoreUnderTest.LeaseTime;
                store.Clock.Advance(TimeSpan.FromSeconds(10));
                await store.CommitAsync(round =>
                    round.Renewals.AddRange(
                        claimed
                            .Claims[1]
                            .Select(job => new Renewal(job.Id, job.Token, StoreUnderTest.LeaseTime, true, null))
                    )
                );

                var lapsed = new SortedDictionary<DateTimeOffset, int>();
                var result = await store.SweepAsync(TimeSpan.Zero, limit: 10_000);
                for (var wakes = 0; result.NextSweepAt is { } next; wakes++)
                {
                    wakes.ShouldBeLessThan(10);
                    result = await store.SweepAsync(next - result.At, limit: 10_000);
                    lapsed[result.At] = result.Transitions.Count;
                }

                lapsed
                    .Where(sweep => sweep.Value > 0)
                    .ShouldBe([new(end, 2_000), new(end + TimeSpan.FromSeconds(10), 1_000)]);
            }
        );
}
