using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Rounds;

/// <summary>The lists of a round apply in the documented order: each sees what the ones before it did.</summary>
public abstract class RoundOrderConformance(IStorageDriver driver)
{
    [Fact]
    public Task Round_SubmitAndClaim_LeasesTheNewJob() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var result = await store.CommitAsync(round =>
                {
                    round.Submissions.Add(new Submission([store.Job], null));
                    round.Claims.Add(store.Claim());
                });

                result.Claims[0].ShouldHaveSingleItem().Id.ShouldBe(result.Submissions[0].FirstId);
            }
        );

    [Fact]
    public Task Round_SettleAndClaim_LeasesWhatWasFreed() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();

                var result = await store.CommitAsync(round =>
                {
                    round.Settlements.Add(Settlement.Released(lease.Id, lease.Token));
                    round.Claims.Add(store.Claim());
                });

                result.Claims[0].ShouldHaveSingleItem().Id.ShouldBe(lease.Id);
            }
        );

    [Fact]
    public Task Round_OrderAndClaim_LeasesWhatWasResumed() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var job = await store.ReachAsync(Situation.Paused);

                var result = await store.CommitAsync(round =>
                {
                    round.Orders.Add(new Order(job.Id, OrderKind.Resume));
                    round.Claims.Add(store.Claim());
                });

                result.Claims[0].ShouldHaveSingleItem().Id.ShouldBe(job.Id);
            }
        );

    [Fact]
    public Task Round_SweepAndClaim_LeasesWhatFellDue() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var job = await store.ReachAsync(Situation.Scheduled);
                store.Clock.Advance(TimeSpan.FromHours(1));

                var result = await store.CommitAsync(round =>
                {
                    round.SweepLimit = 10;
                    round.Claims.Add(store.Claim());
                });

                result.Claims[0].ShouldHaveSingleItem().Id.ShouldBe(job.Id);
            }
        );

    [Fact]
    public Task Round_SettlementAndRenewal_SettlesFirst() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();

                var result = await store.CommitAsync(round =>
                {
                    round.Renewals.Add(new Renewal(lease.Id, lease.Token, StoreUnderTest.LeaseTime, true, null));
                    round.Settlements.Add(Settlement.Succeeded(lease.Id, lease.Token, Situations.Result));
                });

                result.Settlements[0].Answer.ShouldBe(SettlementAnswer.Settled);
                result.Renewals[0].ShouldBeFalse();
            }
        );

    [Fact]
    public Task Round_SettlementAndCancel_SettlesFirst() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();

                var result = await store.CommitAsync(round =>
                {
                    round.Orders.Add(new Order(lease.Id, OrderKind.Cancel));
                    round.Settlements.Add(Settlement.Succeeded(lease.Id, lease.Token, Situations.Result));
                });

                result.Settlements[0].Answer.ShouldBe(SettlementAnswer.Settled);
                result.Orders[0].ShouldBe(new OrderResult(false, JobState.Succeeded, 0));
            }
        );

    [Fact]
    public Task Round_RenewalAndCancel_RenewsFirst() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();

                var result = await store.CommitAsync(round =>
                {
                    round.Orders.Add(new Order(lease.Id, OrderKind.Cancel));
                    round.Renewals.Add(new Renewal(lease.Id, lease.Token, StoreUnderTest.LeaseTime, true, null));
                });

                result.Renewals[0].ShouldBeTrue();
                result.Orders[0].ShouldBe(new OrderResult(true, JobState.Cancelled, lease.Token));
            }
        );

    [Fact]
    public Task Round_LateRenewalAndSweep_RenewsFirst() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();
                store.Clock.Advance(StoreUnderTest.LeaseTime * 2);

                var result = await store.CommitAsync(round =>
                {
                    round.SweepLimit = 10;
                    round.Renewals.Add(new Renewal(lease.Id, lease.Token, StoreUnderTest.LeaseTime, true, null));
                });

                result.Renewals[0].ShouldBeTrue();
                result.Transitions.ShouldBeEmpty();
            }
        );

    [Fact]
    public Task Round_LateSettlementAndSweep_SettlesFirst() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();
                store.Clock.Advance(StoreUnderTest.LeaseTime * 2);

                var result = await store.CommitAsync(round =>
                {
                    round.SweepLimit = 10;
                    round.Settlements.Add(Settlement.Succeeded(lease.Id, lease.Token, Situations.Result));
                });

                result.Settlements[0].ShouldBe(new SettlementResult(SettlementAnswer.Settled, JobState.Succeeded));
            }
        );

    [Fact]
    public Task Round_DeletedAndRepeatedSubmission_Conflicts() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var name = new Idempotency(1, "name", new byte[32]);
                var first = await store.CommitAsync(round => round.Submissions.Add(new Submission([store.Job], name)));

                var result = await store.CommitAsync(round =>
                {
                    round.Submissions.Add(new Submission([store.Job], name));
                    round.Orders.Add(new Order(first.Submissions[0].FirstId, OrderKind.Delete));
                });

                result.Submissions[0].Answer.ShouldBe(SubmissionAnswer.Conflict);
            }
        );
}
