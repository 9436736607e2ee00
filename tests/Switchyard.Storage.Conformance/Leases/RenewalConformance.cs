using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Leases;

/// <summary>Renewals: who may extend a lease, for how long, and the progress that they carry.</summary>
public abstract class RenewalConformance(IStorageDriver driver)
{
    public static TheoryData<Situation> EverySituation => [.. Enum.GetValues<Situation>()];

    [Theory]
    [MemberData(nameof(EverySituation))]
    public Task Renewal_InAnySituation_NeedsTheLease(Situation situation) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var job = await store.ReachAsync(situation);
                var progress = StoreUnderTest.Bytes("{}").Inline;

                var result = await store.CommitAsync(round =>
                    round.Renewals.Add(new Renewal(job.Id, job.Token, StoreUnderTest.LeaseTime, true, progress))
                );

                result.Renewals[0].ShouldBe(situation == Situation.Held);
                result.Transitions.ShouldBeEmpty();
                var after = await store.Storage.Jobs.GetAsync(job.Id, default);
                after?.Progress.Length.ShouldBe(situation == Situation.Held ? 2 : 0);
            }
        );

    [Fact]
    public Task Lease_Renewed_EndsThatLongAfterTheRound() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();
                store.Clock.Advance(TimeSpan.FromSeconds(20));
                (await store.RenewAsync(lease, time: TimeSpan.FromSeconds(15))).ShouldBeTrue();

                (
                    await store.SweepAsync(TimeSpan.FromSeconds(15) - TimeSpan.FromMicroseconds(1))
                ).Transitions.ShouldBeEmpty();
                (await store.SweepAsync(TimeSpan.FromMicroseconds(1))).Transitions.ShouldHaveSingleItem();
            }
        );

    [Fact]
    public Task Lease_RenewedForLess_EndsSooner() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                // Two sweeps before: a driver may remember until when it need not look.
                var lease = await store.LeaseAsync();
                await store.SweepAsync(TimeSpan.FromSeconds(1));
                await store.SweepAsync(TimeSpan.FromSeconds(1));
                (await store.RenewAsync(lease, time: TimeSpan.FromSeconds(5))).ShouldBeTrue();

                (await store.SweepAsync(TimeSpan.FromSeconds(5))).Transitions.ShouldHaveSingleItem();
            }
        );

    [Fact]
    public Task Lease_OverdueButNotSwept_CanBeRenewed() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();
                store.Clock.Advance(StoreUnderTest.LeaseTime * 3);

                (await store.RenewAsync(lease)).ShouldBeTrue();

                (await store.SweepAsync(TimeSpan.FromSeconds(1))).Transitions.ShouldBeEmpty();
            }
        );

    [Fact]
    public Task Renewal_UnderAnotherToken_IsRefused() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();

                (await store.RenewAsync(lease with { Token = lease.Token + 1 })).ShouldBeFalse();
                (await store.RenewAsync(lease with { Token = lease.Token - 1 })).ShouldBeFalse();
                (await store.RenewAsync(lease with { Id = lease.Id + 1 })).ShouldBeFalse();

                (await store.SweepAsync(StoreUnderTest.LeaseTime)).Transitions.ShouldHaveSingleItem();
            }
        );

    [Fact]
    public Task Progress_ReportedOften_KeepsTheLast() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();
                (await ProgressAsync()).ShouldBe("");
                await store.RenewAsync(lease, progress: "{\"n\": 1}");
                await store.RenewAsync(lease, progress: "{\"n\": \"\u0000ü\"}");
                (await ProgressAsync()).ShouldBe("{\"n\": \"\u0000ü\"}");
                await store.RenewAsync(lease, progress: null);
                (await ProgressAsync()).ShouldBe("{\"n\": \"\u0000ü\"}");
                var large = new string('x', 16 * 1024);
                await store.RenewAsync(lease, progress: large);
                (await ProgressAsync()).ShouldBe(large);
                await store.RenewAsync(lease, progress: "");
                (await ProgressAsync()).ShouldBe("");

                async Task<string> ProgressAsync() =>
                    System.Text.Encoding.UTF8.GetString((await store.GetAsync(lease.Id)).Progress.Span);
            }
        );

    [Fact]
    public Task Progress_OfAnAttempt_OutlivesItAndTheJobsEnd() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();
                await store.RenewAsync(lease, progress: "half");
                await store.SettleAsync(Settlement.Released(lease.Id, lease.Token));
                (await store.GetAsync(lease.Id)).Progress.Length.ShouldBe(4);
                lease = await store.ClaimAsync();
                await store.SettleAsync(Settlement.Failed(lease.Id, lease.Token, "no", default, jitter: 0));
                (await store.GetAsync(lease.Id)).Progress.Length.ShouldBe(4);
                await store.OrderAsync(lease.Id, OrderKind.Retry);
                (await store.GetAsync(lease.Id)).Progress.Length.ShouldBe(4);
                await store.RestartAsync();

                (await store.GetAsync(lease.Id)).Progress.Length.ShouldBe(4);
            }
        );
}
