using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Rounds;

/// <summary>A round: its entries are answered in their order, and each sees what those before it did.</summary>
public abstract class RoundConformance(IStorageDriver driver)
{
    [Fact]
    public Task Round_WithNothing_IsAnswered() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var result = await store.CommitAsync(_ => { });

                result.At.ShouldBe(store.Clock.GetUtcNow());
                result.Transitions.ShouldBeEmpty();
                result.NextSweepAt.ShouldBeNull();
            }
        );

    [Fact]
    public Task Round_OrdersOfOneJob_SeeEachOther() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync();

                var result = await store.CommitAsync(round =>
                    round.Orders.AddRange([
                        new Order(id, OrderKind.Pause),
                        new Order(id, OrderKind.Pause),
                        new Order(id, OrderKind.Resume),
                        new Order(id, OrderKind.Cancel),
                        new Order(id, OrderKind.Retry),
                        new Order(id, OrderKind.Delete),
                        new Order(id, OrderKind.Delete),
                    ])
                );

                result.Orders.ShouldBe([
                    new OrderResult(true, JobState.Paused, 0),
                    new OrderResult(false, JobState.Paused, 0),
                    new OrderResult(true, JobState.Pending, 0),
                    new OrderResult(true, JobState.Cancelled, 0),
                    new OrderResult(true, JobState.Pending, 0),
                    new OrderResult(true, null, 0),
                    new OrderResult(false, null, 0),
                ]);
            }
        );

    [Fact]
    public Task Round_SettlementsOfOneLease_TheFirstWins() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();

                var result = await store.SettleAsync(
                    Settlement.Succeeded(lease.Id, lease.Token, Situations.Result),
                    Settlement.Succeeded(lease.Id, lease.Token, Situations.Result),
                    Settlement.FailedForGood(lease.Id, lease.Token, "no", Situations.Result)
                );

                result
                    .Settlements.Select(answer => answer.Answer)
                    .ShouldBe([SettlementAnswer.Settled, SettlementAnswer.Repeated, SettlementAnswer.Conflict]);
            }
        );

    [Fact]
    public Task Round_ManyOfEverything_AnswersEachInItsOrder() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var submitted = await store.CommitAsync(round =>
                {
                    round.Submissions.Add(
                        new Submission([.. Enumerable.Repeat(0, 10_000).Select(_ => store.Job)], null)
                    );
                    round.Claims.AddRange([
                        store.Claim(1_024),
                        store.Claim(1_024),
                        store.Claim(1_024),
                        store.Claim(1_024),
                    ]);
                });
                var leases = submitted.Claims.SelectMany(jobs => jobs).ToList();
                var pending = submitted.Submissions[0].FirstId + leases.Count;

                var result = await store.CommitAsync(round =>
                {
                    round.Settlements.AddRange(
                        leases
                            .Take(1_024)
                            .Select((job, n) => Settlement.Succeeded(job.Id, job.Token + (n % 2), Situations.Result))
                    );
                    round.Renewals.AddRange(
                        leases.Select(
                            (job, n) => new Renewal(job.Id, job.Token + (n % 3), StoreUnderTest.LeaseTime, true, null)
                        )
                    );
                    round.Orders.AddRange(
                        Enumerable
                            .Range(0, 1_024)
                            .Select(n => new Order(pending + n, n % 2 == 0 ? OrderKind.Pause : OrderKind.Resume))
                    );
                });

                leases.Count.ShouldBe(4_096);
                result
                    .Settlements.Select(answer => answer.Answer == SettlementAnswer.Settled)
                    .ShouldBe(Enumerable.Range(0, 1_024).Select(n => n % 2 == 0));
                result.Renewals.ShouldBe(
                    Enumerable.Range(0, 4_096).Select(n => n % 3 == 0 && (n >= 1_024 || n % 2 == 1))
                );
                result
                    .Orders.Select(answer => answer.Done)
                    .ShouldBe(Enumerable.Range(0, 1_024).Select(n => n % 2 == 0));
            }
        );
}
