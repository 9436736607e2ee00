using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Retries;

/// <summary>Failed attempts: how often and how soon the next one comes.</summary>
public abstract class RetryConformance(IStorageDriver driver)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(1, 0.5, 5_000_000)]
    [InlineData(2, 0.5, 10_000_000)]
    [InlineData(3, 0.25, 10_000_000)]
    [InlineData(4, 0.5, 35_000_000)] // 80 s, capped at 70 s
    [InlineData(6, 0.999, 69_930_000)]
    [InlineData(2, 0.1234567, 2_469_134)] // whole microseconds, rounded down
    public Task Failure_NthTime_WaitsAsTheFormulaSays(int nth, double jitter, long microseconds) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var policy = new RetryPolicy(10, Second * 10, Second * 70);
                var lease = await store.LeaseAsync(store.Job with { Retry = policy });
                for (var n = 1; n < nth; n++)
                {
                    await store.SettleAsync(Settlement.Failed(lease.Id, lease.Token, "again", default, jitter: 0));
                    lease = await store.ClaimAsync();
                }

                var result = await store.SettleAsync(
                    Settlement.Failed(lease.Id, lease.Token, "again", default, jitter)
                );

                var due = result.At + TimeSpan.FromMicroseconds(microseconds);
                due.ShouldBe(result.At + policy.Delay(nth, jitter));
                result.Settlements.ShouldBe([new SettlementResult(SettlementAnswer.Settled, JobState.Scheduled)]);
                result.Transitions.ShouldBe([
                    new Transition(
                        lease.Id,
                        lease.LaneId,
                        JobState.Running,
                        JobState.Scheduled,
                        FailureReason.Error,
                        nth,
                        lease.Token,
                        "worker",
                        due
                    ),
                ]);
                var job = await store.GetAsync(lease.Id);
                (job.State, job.DueAt, job.Attempt, job.Retry).ShouldBe((JobState.Scheduled, due, nth, policy));
            }
        );

    [Theory]
    [InlineData(0, 0.9)]
    [InlineData(10, 0.0)]
    public Task Failure_WithNoWait_IsPendingAtOnce(int backoffSeconds, double jitter) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var policy = new RetryPolicy(2, Second * backoffSeconds, Second * 70);
                var lease = await store.LeaseAsync(store.Job with { Retry = policy });

                var result = await store.CommitAsync(round =>
                {
                    round.Settlements.Add(Settlement.Failed(lease.Id, lease.Token, "again", default, jitter));
                    round.Claims.Add(store.Claim());
                });

                result.Settlements[0].State.ShouldBe(JobState.Pending);
                var next = result.Claims[0].ShouldHaveSingleItem();
                (next.Id, next.Attempt).ShouldBe((lease.Id, 2));
                next.Token.ShouldBeGreaterThan(lease.Token);
            }
        );

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(1_000)]
    public Task Failure_OfTheLastAttempt_EndsTheJob(int maxAttempts) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync(
                    store.Job with
                    {
                        Retry = new RetryPolicy(maxAttempts, TimeSpan.FromMicroseconds(1), Second),
                    }
                );

                for (var attempt = 1; attempt <= maxAttempts; attempt++)
                {
                    (await store.StateAsync(id)).ShouldBe(JobState.Pending);
                    var lease = await store.ClaimAsync();
                    lease.Attempt.ShouldBe(attempt);
                    await store.SettleAsync(Settlement.Failed(id, lease.Token, $"no. {attempt}", default, jitter: 0));
                }

                var job = await store.GetAsync(id);
                (job.State, job.Reason, job.Error).ShouldBe(
                    (JobState.Failed, FailureReason.Error, $"no. {maxAttempts}")
                );
                job.Attempt.ShouldBe(maxAttempts);
                var attempts = await store.Storage.Jobs.AttemptsAsync(id, default);
                attempts.Select(attempt => attempt.Number).ShouldBe(Enumerable.Range(1, maxAttempts));
            }
        );

    [Fact]
    public Task Failure_AfterManyDoublings_StaysAtTheCap() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var policy = new RetryPolicy(100, Second, TimeSpan.FromDays(1));
                var id = await store.SubmitAsync(store.Job with { Retry = policy });
                for (var failed = 1; failed <= 80; failed++)
                {
                    var lease = await store.ClaimAsync();
                    var result = await store.SettleAsync(
                        Settlement.Failed(id, lease.Token, "again", default, jitter: 0.75)
                    );
                    (await store.GetAsync(id)).DueAt.ShouldBe(result.At + policy.Delay(failed, 0.75));
                    await store.SweepAsync(TimeSpan.FromDays(1));
                }
            }
        );

    [Fact]
    public Task Failure_ForGood_EndsTheJobWithAttemptsLeft() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync(store.Job with { Retry = new RetryPolicy(9, Second, Second) });

                await store.SettleAsync(Settlement.FailedForGood(lease.Id, lease.Token, "hopeless", Situations.Result));

                var job = await store.GetAsync(lease.Id);
                (job.State, job.Reason, job.Error).ShouldBe((JobState.Failed, FailureReason.NonRetryable, "hopeless"));
                job.Result.Inline.ToArray().ShouldBe(Situations.Result.Inline.ToArray());
            }
        );

    [Fact]
    public Task Attempts_OfAJob_AreListedAsTheyEnded() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var start = store.Clock.GetUtcNow();
                var lease = await store.LeaseAsync(
                    store.Job with
                    {
                        Retry = new RetryPolicy(2, TimeSpan.Zero, Second),
                        MaxLapses = 3,
                    }
                );
                await EndAsync(Settlement.Failed(lease.Id, lease.Token, "first", Situations.Result, jitter: 0));
                await EndAsync(Settlement.Released(lease.Id, lease.Token));
                await EndAsync(Settlement.Lost(lease.Id, lease.Token));
                await EndAsync(Settlement.Failed(lease.Id, lease.Token, "last", Situations.Result, jitter: 0));

                var attempts = await store.Storage.Jobs.AttemptsAsync(lease.Id, default);

                attempts.ShouldBe([
                    new JobAttempt(1, "worker", start, start + Second, FailureReason.Error, "first"),
                    new JobAttempt(
                        2,
                        "worker",
                        start + (Second * 2),
                        start + (Second * 3),
                        FailureReason.WorkerLost,
                        attempts[1].Error
                    ),
                    new JobAttempt(
                        3,
                        "worker",
                        start + (Second * 3),
                        start + (Second * 4),
                        FailureReason.Error,
                        "last"
                    ),
                ]);
                (await store.StateAsync(lease.Id)).ShouldBe(JobState.Failed);

                async Task EndAsync(Settlement settlement)
                {
                    store.Clock.Advance(Second);
                    var result = await store.CommitAsync(round =>
                    {
                        round.Settlements.Add(settlement);
                        round.Claims.Add(store.Claim());
                    });
                    lease = result.Claims[0].SingleOrDefault(lease);
                }
            }
        );

    [Fact]
    public Task Leases_Lost_SpendNoRetry() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync(
                    store.Job with
                    {
                        Retry = new RetryPolicy(2, TimeSpan.Zero, Second),
                        MaxLapses = 10,
                    }
                );
                for (var n = 0; n < 4; n++)
                {
                    await store.SettleAsync(Settlement.Lost(lease.Id, lease.Token));
                    lease = await store.ClaimAsync();
                }

                await store.SettleAsync(Settlement.Failed(lease.Id, lease.Token, "one", default, jitter: 0));
                lease = await store.ClaimAsync();
                lease.Attempt.ShouldBe(6);
                await store.SettleAsync(Settlement.Failed(lease.Id, lease.Token, "two", default, jitter: 0));

                (await store.StateAsync(lease.Id)).ShouldBe(JobState.Failed);
            }
        );

    [Fact]
    public Task Attempts_SpentBeforeARestart_StaySpent() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync(store.Job with { Retry = new RetryPolicy(2, Second, Second) });
                await store.SettleAsync(Settlement.Failed(lease.Id, lease.Token, "one", default, jitter: 0.5));
                await store.RestartAsync();
                await store.SweepAsync(Second);
                lease = await store.ClaimAsync();
                lease.Attempt.ShouldBe(2);

                await store.SettleAsync(Settlement.Failed(lease.Id, lease.Token, "two", default, jitter: 0.5));

                (await store.StateAsync(lease.Id)).ShouldBe(JobState.Failed);
            }
        );
}
