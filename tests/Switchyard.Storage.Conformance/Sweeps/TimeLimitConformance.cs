using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Sweeps;

/// <summary>A job that lives too long, an attempt that runs too long.</summary>
public abstract class TimeLimitConformance(IStorageDriver driver)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMicroseconds(1);

    [Theory]
    [InlineData(Situation.Draft)]
    [InlineData(Situation.Scheduled)]
    [InlineData(Situation.Pending)]
    [InlineData(Situation.Paused)]
    [InlineData(Situation.Held)]
    public Task TimeToLive_InAnyUnfinishedState_Expires(Situation situation) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync(
                    store.Job with
                    {
                        TimeToLive = Minute,
                        Draft = situation == Situation.Draft,
                        Delay = situation == Situation.Scheduled ? Minute * 2 : TimeSpan.Zero,
                    }
                );
                var expires = store.Clock.GetUtcNow() + Minute;
                if (situation == Situation.Paused)
                {
                    await store.OrderAsync(id, OrderKind.Pause);
                }

                var lease = situation == Situation.Held ? await store.ClaimAsync() : null;
                if (lease is not null)
                {
                    await store.RenewAsync(lease, time: Minute * 10);
                }

                (await store.GetAsync(id)).ExpiresAt.ShouldBe(expires);
                (await store.SweepAsync(Minute - Tick)).Transitions.ShouldBeEmpty();
                var result = await store.SweepAsync(Tick);

                result.Transitions.ShouldBe([
                    new Transition(
                        id,
                        store.Lane.Id,
                        Situations.State(situation),
                        JobState.Failed,
                        FailureReason.Expired,
                        lease is null ? 0 : 1,
                        lease?.Token ?? 0,
                        lease is null ? null : "worker",
                        null
                    ),
                ]);
                var job = await store.GetAsync(id);
                (job.State, job.Reason, job.FinishedAt).ShouldBe((JobState.Failed, FailureReason.Expired, expires));
                job.WorkerId.ShouldBe(lease is null ? null : "worker");
            }
        );

    [Theory]
    [InlineData(Situation.Backoff)]
    [InlineData(Situation.Released)]
    [InlineData(Situation.PausedByWorker)]
    [InlineData(Situation.Lapsed)]
    [InlineData(Situation.Orphaned)]
    public Task TimeToLive_WhateverBecameOfAnAttempt_Expires(Situation situation) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync(
                    store.Job with
                    {
                        TimeToLive = Minute,
                        Retry = new(5, Minute * 10, Minute * 10),
                    }
                );
                switch (situation)
                {
                    case Situation.Backoff:
                        await store.SettleAsync(Settlement.Failed(lease.Id, lease.Token, "no", default, jitter: 0.9));
                        break;
                    case Situation.Released:
                        await store.SettleAsync(Settlement.Released(lease.Id, lease.Token));
                        break;
                    case Situation.PausedByWorker:
                        await store.SettleAsync(Settlement.Paused(lease.Id, lease.Token, default));
                        break;
                    case Situation.Lapsed:
                        await store.SweepAsync(StoreUnderTest.LeaseTime);
                        break;
                    case Situation.Orphaned:
                        await store.RestartAsync();
                        break;
                }

                (await store.StateAsync(lease.Id)).ShouldBe(Situations.State(situation));
                await store.SweepAsync(Minute);

                (await store.GetAsync(lease.Id)).Reason.ShouldBe(FailureReason.Expired);
            }
        );

    [Theory]
    [InlineData(Situation.Succeeded)]
    [InlineData(Situation.Failed)]
    [InlineData(Situation.Revoked)]
    public Task TimeToLive_OfAFinishedJob_ChangesNothing(Situation situation) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync(store.Job with { TimeToLive = Minute });
                await (
                    situation switch
                    {
                        Situation.Succeeded => store.SettleAsync(Settlement.Succeeded(lease.Id, lease.Token, default)),
                        Situation.Failed => store.SettleAsync(
                            Settlement.FailedForGood(lease.Id, lease.Token, "no", default)
                        ),
                        _ => store.CommitAsync(round => round.Orders.Add(new Order(lease.Id, OrderKind.Cancel))),
                    }
                );

                (await store.SweepAsync(Minute * 2)).Transitions.ShouldBeEmpty();

                (await store.StateAsync(lease.Id)).ShouldBe(Situations.State(situation));
            }
        );

    [Fact]
    public Task RunTimeout_EndsTheAttempt_HoweverOftenRenewed() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync(store.Job with { RunTimeout = Minute });
                lease.RunTimeout.ShouldBe(Minute);
                await store.RenewAsync(lease, time: Minute * 10);
                (await store.SweepAsync(Minute - Tick)).Transitions.ShouldBeEmpty();

                var result = await store.SweepAsync(Tick);

                result.Transitions.ShouldBe([
                    new Transition(
                        lease.Id,
                        lease.LaneId,
                        JobState.Running,
                        JobState.Failed,
                        FailureReason.Timeout,
                        1,
                        lease.Token,
                        "worker",
                        null
                    ),
                ]);
                (await store.GetAsync(lease.Id)).Reason.ShouldBe(FailureReason.Timeout);
                var attempts = await store.Storage.Jobs.AttemptsAsync(lease.Id, default);
                attempts.ShouldHaveSingleItem().Reason.ShouldBe(FailureReason.Timeout);
            }
        );

    [Fact]
    public Task RunTimeout_WithAttemptsLeft_IsRetried() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync(
                    store.Job with
                    {
                        RunTimeout = Minute,
                        Retry = new(2, Minute * 5, Minute * 10),
                    }
                );
                await store.RenewAsync(lease, time: Minute * 10);

                var result = await store.SweepAsync(Minute);

                var moved = result.Transitions.ShouldHaveSingleItem();
                (moved.Reason, moved.Attempt, moved.Token).ShouldBe((FailureReason.Timeout, 1, lease.Token));
                ((moved.DueAt ?? result.At) - result.At).ShouldBeInRange(TimeSpan.Zero, Minute * 5);
                await store.SweepAsync(Minute * 5);
                lease = await store.ClaimAsync();
                lease.Attempt.ShouldBe(2);
                await store.RenewAsync(lease, time: Minute * 10);
                await store.SweepAsync(Minute);
                (await store.GetAsync(lease.Id)).Reason.ShouldBe(FailureReason.Timeout);
            }
        );
}
