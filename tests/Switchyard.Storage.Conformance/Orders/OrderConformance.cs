using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Orders;

/// <summary>Orders: which states accept each, and what each does.</summary>
public abstract class OrderConformance(IStorageDriver driver)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(Situation.Draft)]
    [InlineData(Situation.Scheduled)]
    [InlineData(Situation.Held)]
    public Task Order_ForOtherStates_IsRefused(Situation situation) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var job = await store.ReachAsync(situation);
                var state = (await store.StateAsync(job.Id))!.Value;
                var others = Enum.GetValues<JobState>().Where(other => other != state).ToHashSet();

                var refused = await store.CommitAsync(round =>
                    round.Orders.Add(new Order(job.Id, OrderKind.Cancel, others))
                );
                var done = await store.CommitAsync(round =>
                    round.Orders.Add(new Order(job.Id, OrderKind.Cancel, new HashSet<JobState> { state }))
                );

                refused.Orders.ShouldBe([new OrderResult(false, state, 0)]);
                refused.Transitions.ShouldBeEmpty();
                done.Orders[0].Done.ShouldBeTrue();
            }
        );

    public static MatrixTheoryData<Situation, OrderKind> EverySituation =>
        new(Enum.GetValues<Situation>(), Enum.GetValues<OrderKind>());

    [Theory]
    [MemberData(nameof(EverySituation))]
    public Task Order_InAnySituation_IsDoneOrRefusedAsDocumented(Situation situation, OrderKind kind) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var job = await store.ReachAsync(situation);
                var before = await store.Storage.Jobs.GetAsync(job.Id, default);
                store.Clock.Advance(TimeSpan.FromSeconds(1));

                var result = await store.CommitAsync(round => round.Orders.Add(new Order(job.Id, kind)));

                var after = await store.Storage.Jobs.GetAsync(job.Id, default);
                if (!Accepts(kind, before?.State))
                {
                    result.Orders.ShouldBe([new OrderResult(false, before?.State, 0)]);
                    result.Transitions.ShouldBeEmpty();
                    Snapshots.ShouldBeSame(after, before);
                    return;
                }

                var to = Target(kind);
                var isRevoked = before!.State == JobState.Running;
                var transition = result.Transitions.ShouldHaveSingleItem();
                result.Orders.ShouldBe([new OrderResult(true, to, isRevoked ? transition.Token : 0)]);
                transition.ShouldBe(
                    new Transition(
                        job.Id,
                        before.Lane.Id,
                        before.State,
                        to,
                        FailureReason.None,
                        before.Attempt,
                        isRevoked ? transition.Token : 0,
                        before.State == JobState.Running ? "worker" : null,
                        null
                    )
                );
                after?.State.ShouldBe(to!.Value);
                (after is null).ShouldBe(kind == OrderKind.Delete);
            }
        );

    [Fact]
    public Task Cancel_OfARunningJob_RevokesItsLease() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();
                store.Clock.Advance(TimeSpan.FromSeconds(1));

                (await store.OrderAsync(lease.Id, OrderKind.Cancel)).RevokedToken.ShouldBe(lease.Token);

                (await store.RenewAsync(lease)).ShouldBeFalse();
                var late = await store.SettleAsync(Settlement.Succeeded(lease.Id, lease.Token, Situations.Result));
                late.Settlements[0].ShouldBe(new SettlementResult(SettlementAnswer.Stale, JobState.Cancelled));
                var job = await store.GetAsync(lease.Id);
                (job.State, job.WorkerId, job.Attempt).ShouldBe((JobState.Cancelled, "worker", 1));
                job.FinishedAt.ShouldBe(store.Clock.GetUtcNow());
                job.StartedAt.ShouldBe(store.Clock.GetUtcNow() - TimeSpan.FromSeconds(1));
                (await store.Storage.Jobs.AttemptsAsync(lease.Id, default)).ShouldBeEmpty();
            }
        );

    [Theory]
    [InlineData(30, JobState.Scheduled)]
    [InlineData(60, JobState.Pending)]
    [InlineData(90, JobState.Pending)]
    public Task Start_OfADelayedDraft_CountsFromTheSubmit(int afterSeconds, JobState expected) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var due = store.Clock.GetUtcNow() + Minute;
                var id = await store.SubmitAsync(store.Job with { Draft = true, Delay = Minute });
                (await store.GetAsync(id)).DueAt.ShouldBeNull();
                store.Clock.Advance(TimeSpan.FromSeconds(afterSeconds));

                var result = await store.CommitAsync(round => round.Orders.Add(new Order(id, OrderKind.Start)));

                result.Orders[0].ShouldBe(new OrderResult(true, expected, 0));
                var shown = expected == JobState.Scheduled ? due : default(DateTimeOffset?);
                result.Transitions[0].DueAt.ShouldBe(shown);
                (await store.GetAsync(id)).DueAt.ShouldBe(shown);
            }
        );

    [Fact]
    public Task Resume_OfADelayedJob_IsPendingAtOnce() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var job = await store.ReachAsync(Situation.Scheduled);
                await store.OrderAsync(job.Id, OrderKind.Pause);

                await store.OrderAsync(job.Id, OrderKind.Resume);

                (await store.ClaimAsync()).Id.ShouldBe(job.Id);
            }
        );

    [Fact]
    public Task Pause_BetweenAttempts_KeepsWhatWasSpent() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var job = await store.ReachAsync(Situation.Backoff);
                await store.OrderAsync(job.Id, OrderKind.Pause);
                await store.RestartAsync();
                await store.OrderAsync(job.Id, OrderKind.Resume);
                var lease = await store.ClaimAsync();
                lease.Attempt.ShouldBe(2);

                await store.SettleAsync(Settlement.Failed(lease.Id, lease.Token, "no", default, jitter: 0.5));

                (await store.StateAsync(job.Id)).ShouldBe(JobState.Failed);
            }
        );

    [Theory]
    [InlineData(Situation.Failed)]
    [InlineData(Situation.Revoked)]
    public Task Retry_StartsAnew_ButNumbersGoOn(Situation situation) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var policy = new RetryPolicy(2, TimeSpan.Zero, TimeSpan.Zero);
                var lease = await store.LeaseAsync(store.Job with { Retry = policy, TimeToLive = Minute });
                await store.SettleAsync(Settlement.Failed(lease.Id, lease.Token, "1", Situations.Result, jitter: 0));
                lease = await store.ClaimAsync();
                if (situation == Situation.Failed)
                {
                    await store.SettleAsync(Settlement.Failed(lease.Id, lease.Token, "2", Situations.Result, 0));
                }
                else
                {
                    await store.OrderAsync(lease.Id, OrderKind.Cancel);
                }

                store.Clock.Advance(Minute * 2);
                (await store.OrderAsync(lease.Id, OrderKind.Retry)).ShouldBe(
                    new OrderResult(true, JobState.Pending, 0)
                );

                var job = await store.GetAsync(lease.Id);
                job.ExpiresAt.ShouldBe(store.Clock.GetUtcNow() + Minute);
                (job.Reason, job.Error, job.FinishedAt, job.WorkerId).ShouldBe(default);
                job.Result.Inline.Length.ShouldBe(0);
                (await store.SweepAsync(Minute / 2)).Transitions.ShouldBeEmpty();
                lease = await store.ClaimAsync();
                (lease.Attempt, lease.ExpiresAt).ShouldBe((3, job.ExpiresAt));
                await store.SettleAsync(Settlement.Failed(lease.Id, lease.Token, "3", default, jitter: 0));
                lease = await store.ClaimAsync();
                lease.Attempt.ShouldBe(4);
                await store.SettleAsync(Settlement.Failed(lease.Id, lease.Token, "4", default, jitter: 0));
                (await store.StateAsync(lease.Id)).ShouldBe(JobState.Failed);
            }
        );

    [Fact]
    public Task Retry_WithTimeToLive_ExpiresAtItsNewEnd() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync(store.Job with { TimeToLive = Minute });
                await store.SweepAsync(Minute);
                await store.OrderAsync(id, OrderKind.Retry);
                (await store.SweepAsync(Minute - TimeSpan.FromMicroseconds(1))).Transitions.ShouldBeEmpty();

                (await store.SweepAsync(TimeSpan.FromMicroseconds(1))).Transitions.ShouldHaveSingleItem();

                (await store.GetAsync(id)).Reason.ShouldBe(FailureReason.Expired);
            }
        );

    [Fact]
    public Task Delete_OfAFinishedJob_RemovesAllThatBelongsToIt() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var policy = new RetryPolicy(2, TimeSpan.Zero, TimeSpan.Zero);
                var lease = await store.LeaseAsync(
                    store.Job with
                    {
                        Retry = policy,
                        CallbackUrl = "http://localhost/",
                    }
                );
                await store.RenewAsync(lease, progress: "50");
                await store.Storage.Logs.AppendAsync([new LogChunk(lease.Id, 1, 0, "a\n"u8.ToArray())], default);
                await store.SettleAsync(Settlement.Failed(lease.Id, lease.Token, "1", Situations.Result, jitter: 0));
                lease = await store.ClaimAsync();
                await store.SettleAsync(Settlement.Succeeded(lease.Id, lease.Token, Situations.Result));

                await store.OrderAsync(lease.Id, OrderKind.Delete);

                (await store.Storage.Jobs.GetAsync(lease.Id, default)).ShouldBeNull();
                (await store.Storage.Jobs.GetContentAsync(lease.Id, default)).ShouldBeNull();
                (await store.Storage.Jobs.AttemptsAsync(lease.Id, default)).ShouldBeEmpty();
                (await store.Storage.Jobs.DueCallbacksAsync(10, default)).ShouldBeEmpty();
                (await store.Storage.Logs.ReadAsync(lease.Id, 1, 0, 10, default)).ShouldBeEmpty();
                (await store.Storage.Lanes.CountsAsync(default)).ShouldBeEmpty();
            }
        );

    private static bool Accepts(OrderKind kind, JobState? state) =>
        kind switch
        {
            OrderKind.Start => state is JobState.Draft,
            OrderKind.Pause => state is JobState.Pending or JobState.Scheduled,
            OrderKind.Resume => state is JobState.Paused,
            OrderKind.Cancel => state is { } unfinished && !unfinished.IsFinished(),
            OrderKind.Retry => state is JobState.Failed or JobState.Cancelled,
            OrderKind.Delete => state is not (null or JobState.Running),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    private static JobState? Target(OrderKind kind) =>
        kind switch
        {
            OrderKind.Pause => JobState.Paused,
            OrderKind.Cancel => JobState.Cancelled,
            OrderKind.Delete => null,
            _ => JobState.Pending,
        };
}
