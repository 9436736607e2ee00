using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Tests.Jobs;

public sealed class RetryTests
{
    private static readonly TimeSpan Backoff = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Failure_AttemptsAreLeft_WaitsADrawOfItsBackoff()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 40);
        var policy = new RetryPolicy(2, Backoff, Backoff);
        var jobs = await test.SubmitAsync([
            .. Enumerable.Range(0, 40).Select(_ => EngineUnderTest.Job() with { Retry = policy }),
        ]);
        foreach (var given in await worker.NextAsync(40))
        {
            (await worker.FailAsync(given)).ShouldBe(SettlementAnswer.Settled);
        }

        var waits = new List<TimeSpan>();
        foreach (var job in jobs)
        {
            var found = await test.GetAsync(job);
            found.State.ShouldBe(JobState.Scheduled);
            found.Error.ShouldBeNull();
            waits.Add(found.DueAt!.Value - test.Clock.GetUtcNow());
        }

        // Full jitter: anywhere below the bound, and not all at one time.
        waits.ShouldAllBe(wait => wait > TimeSpan.Zero && wait < Backoff);
        waits.Max().ShouldBeGreaterThan(Backoff * 0.6);
        waits.Min().ShouldBeLessThan(Backoff * 0.4);

        await test.PassAsync(Backoff);
        (await worker.NextAsync(40)).ShouldAllBe(given => given.Job.Attempt == 2);
    }

    [Fact]
    public async Task Failure_NoBackoff_GoesOutAgainAtOnce()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync(
            EngineUnderTest.Job() with
            {
                Retry = new RetryPolicy(3, TimeSpan.Zero, TimeSpan.Zero),
            }
        );

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var given = await worker.NextAsync();
            given.Job.Attempt.ShouldBe(attempt);
            await worker.FailAsync(given, $"broken {attempt}");
        }

        var found = await test.GetAsync(job);
        found.State.ShouldBe(JobState.Failed);
        found.Reason.ShouldBe(FailureReason.Error);
        found.Error.ShouldBe("broken 3");
        var attempts = await test.Jobs.AttemptsAsync(job, null, CancellationToken.None);
        attempts.Select(attempt => attempt.Error).ShouldBe(["broken 1", "broken 2", "broken 3"]);
    }

    [Fact]
    public async Task Failure_ForGood_IsNotTriedAgain()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync(EngineUnderTest.Job() with { Retry = new RetryPolicy(5, Backoff, Backoff) });

        await worker.SettleAsync(await worker.NextAsync(), SettlementKind.FailedForGood, "{}", "never");

        var found = await test.GetAsync(job);
        found.State.ShouldBe(JobState.Failed);
        found.Reason.ShouldBe(FailureReason.NonRetryable);
        found.Error.ShouldBe("never");
    }

    [Fact]
    public async Task Attempt_RunsOverItsTimeout_IsRevokedAndTriedAgain()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync(
            EngineUnderTest.Job() with
            {
                RunTimeout = TimeSpan.FromSeconds(5),
                Retry = new RetryPolicy(2, TimeSpan.Zero, TimeSpan.Zero),
            }
        );
        var first = await worker.NextAsync();

        await test.PassAsync(TimeSpan.FromSeconds(5));

        worker.Revoked.ShouldBe([(job.Id, first.Job.Token, RevokeReason.Timeout)]);
        var second = await worker.NextAsync();
        second.Job.Attempt.ShouldBe(2);
        (await worker.SucceedAsync(first)).ShouldBe(SettlementAnswer.Stale);

        await test.PassAsync(TimeSpan.FromSeconds(5));
        var found = await test.GetAsync(job);
        found.State.ShouldBe(JobState.Failed);
        found.Reason.ShouldBe(FailureReason.Timeout);
    }

    [Fact]
    public async Task Attempt_EndsBeforeItsTimeout_IsLeftAlone()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync(EngineUnderTest.Job() with { RunTimeout = TimeSpan.FromSeconds(5) });
        var given = await worker.NextAsync();
        await test.AdvanceAsync(TimeSpan.FromSeconds(4.9));

        await worker.SucceedAsync(given);
        await test.AdvanceAsync(TimeSpan.FromSeconds(10));

        (await test.StateAsync(job)).ShouldBe(JobState.Succeeded);
        worker.Revoked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TimeToLive_RunsOut_ExpiresTheJobWherever(bool runs)
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(types: [runs ? "work" : "other"]);
        var job = await test.SubmitAsync(EngineUnderTest.Job() with { TimeToLive = TimeSpan.FromSeconds(5) });
        await test.AdvanceAsync(TimeSpan.FromSeconds(4.9));
        (await test.StateAsync(job)).ShouldBe(runs ? JobState.Running : JobState.Pending);

        await test.PassAsync(TimeSpan.FromSeconds(0.1));

        var found = await test.GetAsync(job);
        found.State.ShouldBe(JobState.Failed);
        found.Reason.ShouldBe(FailureReason.Expired);
        worker.Revoked.Select(revoked => revoked.Reason).ShouldBe(runs ? [RevokeReason.Expired] : []);
    }

    [Fact]
    public async Task TimeToLive_JobIsRetried_StartsAnewAndIsSwept()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync(EngineUnderTest.Job() with { TimeToLive = TimeSpan.FromSeconds(5) });
        await test.PassAsync(TimeSpan.FromSeconds(5));
        (await test.StateAsync(job)).ShouldBe(JobState.Failed);
        await test.AdvanceAsync(TimeSpan.FromMinutes(10));

        (await test.OrderAsync(job, OrderKind.Retry)).ShouldBe(OrderAnswer.Done);
        (await test.StateAsync(job)).ShouldBe(JobState.Pending);
        await test.AdvanceAsync(TimeSpan.FromSeconds(1));
        (await test.StateAsync(job)).ShouldBe(JobState.Pending);

        await test.PassAsync(TimeSpan.FromSeconds(4));
        (await test.StateAsync(job)).ShouldBe(JobState.Failed);
    }

    [Theory]
    [InlineData(1, 0.5, 5)]
    [InlineData(2, 0.5, 10)]
    [InlineData(3, 0.5, 20)]
    [InlineData(4, 0.5, 30)]
    [InlineData(1_000, 0.5, 30)]
    [InlineData(1, 0, 0)]
    public void Delay_AttemptsFail_DoublesUpToItsCap(int failed, double jitter, double seconds) =>
        new RetryPolicy(9, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60))
            .Delay(failed, jitter)
            .ShouldBe(TimeSpan.FromSeconds(seconds));
}
