using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Tests.Stopping;

public sealed class StopTests
{
    [Fact]
    public async Task Stop_WorkerFinishesInTime_RecordsItsResult()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var jobs = await test.SubmitAsync(EngineUnderTest.Job(), EngineUnderTest.Job());
        var given = await worker.NextAsync();

        var stop = test.Engine.StopAsync(CancellationToken.None);
        await Eventually.HoldsAsync("the worker is told", () => worker.IsDrained);
        stop.IsCompleted.ShouldBeFalse();
        (await worker.SucceedAsync(given)).ShouldBe(SettlementAnswer.Settled);
        await EndsAsync(test, stop);

        worker.Closed.ShouldBe(WorkerCloseReason.Stopping);
        worker.Given.ShouldBe(1); // no further claims
        await test.RestartAsync();
        (await test.StateAsync(jobs[0])).ShouldBe(JobState.Succeeded);
        (await test.GetAsync(jobs[1])).Attempt.ShouldBe(0);
    }

    [Fact]
    public async Task Stop_WorkerTakesTooLong_GivesItsJobsBackUncounted()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 2_000);
        var jobs = await test.SubmitAsync([.. Enumerable.Repeat(EngineUnderTest.Job(), 2_000)]);
        var given = await worker.NextAsync(2_000);
        var began = test.Clock.GetTimestamp();

        await EndsAsync(test, test.Engine.StopAsync(CancellationToken.None));

        test.Clock.GetElapsedTime(began).ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(12));
        await Should.ThrowAsync<StorageUnavailableException>(() => worker.SucceedAsync(given[0]));
        await worker.Session.DisposeAsync();
        await test.RestartAsync();
        test.Jobs.Count(null, null)[JobState.Pending].ShouldBe(2_000);
        (await test.GetAsync(jobs[0])).Attempt.ShouldBe(0);
        (await test.Jobs.AttemptsAsync(jobs[0], null, CancellationToken.None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_CalledAgain_IsTheSameStop()
    {
        await using var test = await EngineUnderTest.StartAsync();

        var stops = Enumerable.Range(0, 5).Select(_ => test.Engine.StopAsync(CancellationToken.None)).ToList();

        stops.Distinct().Count().ShouldBe(1);
        await EndsAsync(test, stops[0]);
        await test.Engine.DisposeAsync();
        await test.Engine.DisposeAsync();
        await test.StartAgainAsync();
    }

    [Fact]
    public async Task Stop_ClaimIsUnderWay_GivesBackWhatItLeases()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        await test.TurnAsync();
        Task<JobRef> submitted;
        Task stop;
        using (test.Storage.Hold())
        {
            submitted = test.SubmitAsync();
            await Eventually.HoldsAsync("the claim is under way", () => test.Storage.IsHolding);
            stop = test.Engine.StopAsync(CancellationToken.None);
            await Eventually.HoldsAsync("the worker is told", () => worker.IsDrained);
        }

        var job = await submitted;
        await EndsAsync(test, stop);
        await test.RestartAsync();
        (await test.GetAsync(job)).Attempt.ShouldBe(0);
        (await test.StateAsync(job)).ShouldBe(JobState.Pending);
    }

    [Fact]
    public async Task Stop_SomeoneWaits_AnswersThem()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();
        var wait = test.Jobs.WaitAsync(job, null, TimeSpan.FromMinutes(9), CancellationToken.None).AsTask();

        await EndsAsync(test, test.Engine.StopAsync(CancellationToken.None));

        (await wait)!.State.ShouldBe(JobState.Pending);
        await Should.ThrowAsync<StorageUnavailableException>(() => test.SubmitAsync());
        await test.RestartAsync();
    }

    [Fact]
    public async Task Worker_ConnectsWhileStopping_IsToldToDrainAndClosed()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var slow = test.Connect("slow");
        await test.SubmitAsync(EngineUnderTest.Job(), EngineUnderTest.Job());
        await slow.NextAsync();
        var stop = test.Engine.StopAsync(CancellationToken.None);
        await Eventually.HoldsAsync("the stop began", () => slow.IsDrained);

        var late = test.Connect("late");
        late.IsDrained.ShouldBeTrue();
        await EndsAsync(test, stop);
        var tooLate = test.Connect("too late");

        late.Closed.ShouldBe(WorkerCloseReason.Stopping);
        tooLate.Closed.ShouldBe(WorkerCloseReason.Stopping);
        (late.Given + tooLate.Given).ShouldBe(0);
        await test.RestartAsync();
    }

    [Fact]
    public async Task Stop_InAHurry_WaitsForNobody()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        await worker.NextAsync();

        // The clock stands still.
        await test
            .Engine.StopAsync(new CancellationToken(canceled: true))
            .WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System);

        await test.RestartAsync();
        (await test.GetAsync(job)).Attempt.ShouldBe(0);
    }

    [Fact]
    public async Task Stop_StoreIsOut_EndsAllTheSame()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 2);
        var jobs = await test.SubmitAsync(EngineUnderTest.Job(), EngineUnderTest.Job());
        var given = await worker.NextAsync(2);
        test.Storage.IsOut = true;
        var settled = worker.SucceedAsync(given[0]);
        var large = worker.SettleAsync([TestWorker.End(given[1], SettlementKind.Succeeded, new byte[1 << 20])]);

        await EndsAsync(test, test.Engine.StopAsync(CancellationToken.None));

        await Should.ThrowAsync<StorageUnavailableException>(() => settled);
        await Should.ThrowAsync<StorageUnavailableException>(() => large);
        await test.RestartAsync();
        (await test.StateAsync(jobs[0])).ShouldBe(JobState.Pending);
    }

    [Fact]
    public async Task Stop_RoundThatNeverComesBack_IsGivenUp()
    {
        await using var test = await EngineUnderTest.StartAsync();
        using var held = test.Storage.Hold();
        var submitted = test.TrySubmitAsync([EngineUnderTest.Job()]);
        await Eventually.HoldsAsync("the round is under way", () => test.Storage.IsHolding);

        await EndsAsync(test, test.Engine.StopAsync(new CancellationToken(canceled: true)));

        test.Engine.Fatal.IsFaulted.ShouldBeTrue();
        await Should.ThrowAsync<StorageUnavailableException>(() => submitted);
    }

    /// <summary>Moves the clock until the stop is through, slowly: a round takes time, and none of the test's.</summary>
    private static async Task EndsAsync(EngineUnderTest test, Task stop)
    {
        await Eventually.HoldsAsync(
            "the engine has stopped",
            () =>
            {
                test.Clock.Advance(TimeSpan.FromMilliseconds(stop.IsCompleted ? 0 : 25));
                return stop.IsCompleted;
            },
            TimeSpan.FromSeconds(30)
        );
        await stop;
    }
}
