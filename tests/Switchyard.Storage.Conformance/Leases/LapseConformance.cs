using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Storage;
using Switchyard.Storage.Conformance.Harness;

namespace Switchyard.Storage.Conformance.Leases;

/// <summary>Leases that lapse, and the quarantine of jobs whose leases do so in a row.</summary>
public abstract class LapseConformance(IStorageDriver driver)
{
    [Fact]
    public Task Lapse_OfALease_PutsTheJobBack() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var lease = await store.LeaseAsync();
                (
                    await store.SweepAsync(StoreUnderTest.LeaseTime - TimeSpan.FromMicroseconds(1))
                ).Transitions.ShouldBeEmpty();

                var result = await store.SweepAsync(TimeSpan.FromMicroseconds(1));

                result.Transitions.ShouldBe([
                    new Transition(
                        lease.Id,
                        lease.LaneId,
                        JobState.Running,
                        JobState.Pending,
                        FailureReason.WorkerLost,
                        1,
                        lease.Token,
                        "worker",
                        null
                    ),
                ]);
                var next = await store.ClaimAsync();
                (next.Id, next.Attempt).ShouldBe((lease.Id, 2));
                var attempt = (await store.Storage.Jobs.AttemptsAsync(lease.Id, default)).ShouldHaveSingleItem();
                (attempt.Number, attempt.Reason).ShouldBe((1, FailureReason.WorkerLost));
            }
        );

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, true)]
    public Task Lapses_InARow_Quarantine(int maxLapses, bool settled) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync(
                    store.Job with
                    {
                        MaxLapses = maxLapses,
                        Retry = new RetryPolicy(10, TimeSpan.Zero, TimeSpan.Zero),
                    }
                );
                for (var lapse = 1; lapse <= maxLapses; lapse++)
                {
                    (await store.StateAsync(id)).ShouldBe(JobState.Pending);
                    var lease = await store.ClaimAsync();
                    var result = settled
                        ? await store.SettleAsync(Settlement.Lost(id, lease.Token))
                        : await store.SweepAsync(StoreUnderTest.LeaseTime);
                    var (to, reason) = (result.Transitions[0].To, result.Transitions[0].Reason);
                    (to, reason).ShouldBe(
                        (lapse == maxLapses ? JobState.Failed : JobState.Pending, FailureReason.WorkerLost)
                    );
                }

                var job = await store.GetAsync(id);
                (job.State, job.Reason, job.Attempt).ShouldBe((JobState.Failed, FailureReason.WorkerLost, maxLapses));
                var attempts = await store.Storage.Jobs.AttemptsAsync(id, default);
                attempts.ShouldAllBe(attempt => attempt.Reason == FailureReason.WorkerLost);
                attempts.Count.ShouldBe(maxLapses);
            }
        );

    [Theory]
    [InlineData("renewed", false)]
    [InlineData("renewed silently", true)]
    [InlineData("failed", false)]
    [InlineData("released", false)]
    [InlineData("paused", false)]
    [InlineData("timed out", false)]
    [InlineData("node lost", true)]
    [InlineData("retried", false)]
    public Task Lapse_AfterOneAndThis_Quarantines(string what, bool quarantines) =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync(
                    store.Job with
                    {
                        MaxLapses = 2,
                        Retry = new RetryPolicy(10, TimeSpan.Zero, TimeSpan.Zero),
                        RunTimeout = TimeSpan.FromMinutes(10),
                    }
                );
                var lease = await store.ClaimAsync();
                await store.SweepAsync(StoreUnderTest.LeaseTime);
                lease = await store.ClaimAsync();

                switch (what)
                {
                    case "renewed" or "renewed silently":
                        await store.RenewAsync(lease, reported: what == "renewed");
                        break;
                    case "failed":
                        await store.SettleAsync(Settlement.Failed(id, lease.Token, "no", default, jitter: 0));
                        lease = await store.ClaimAsync();
                        break;
                    case "released":
                        await store.SettleAsync(Settlement.Released(id, lease.Token));
                        lease = await store.ClaimAsync();
                        break;
                    case "paused":
                        await store.SettleAsync(Settlement.Paused(id, lease.Token, default));
                        await store.OrderAsync(id, OrderKind.Resume);
                        lease = await store.ClaimAsync();
                        break;
                    case "timed out":
                        await store.RenewAsync(lease, reported: false, time: TimeSpan.FromHours(1));
                        await store.SweepAsync(TimeSpan.FromMinutes(10));
                        lease = await store.ClaimAsync();
                        break;
                    case "node lost":
                        await store.RestartAsync();
                        lease = await store.ClaimAsync();
                        break;
                    case "retried":
                        await store.OrderAsync(id, OrderKind.Cancel);
                        await store.OrderAsync(id, OrderKind.Retry);
                        lease = await store.ClaimAsync();
                        break;
                }

                await store.SweepAsync(StoreUnderTest.LeaseTime);

                (await store.StateAsync(id)).ShouldBe(quarantines ? JobState.Failed : JobState.Pending);
            }
        );

    [Fact]
    public Task NodeLost_HoweverOften_IsNoLapse() =>
        StoreUnderTest.TestAsync(
            driver,
            async store =>
            {
                var id = await store.SubmitAsync(store.Job with { MaxLapses = 2 });
                for (var n = 0; n < 3; n++)
                {
                    await store.ClaimAsync();
                    await store.RestartAsync();
                }

                await store.ClaimAsync();
                await store.SweepAsync(StoreUnderTest.LeaseTime);

                var job = await store.GetAsync(id);
                (job.State, job.Attempt).ShouldBe((JobState.Pending, 4));
            }
        );
}
