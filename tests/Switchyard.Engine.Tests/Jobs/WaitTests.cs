using System.Text;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Jobs;

public sealed class WaitTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Wait_JobSucceeds_AnswersWithItsResult()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        var waits = Enumerable.Range(0, 3).Select(_ => WaitAsync(test, job)).ToList();

        await worker.SucceedAsync(await worker.NextAsync(), "[1]");

        foreach (var found in await Task.WhenAll(waits))
        {
            found!.State.ShouldBe(JobState.Succeeded);
            Encoding.UTF8.GetString(found.Result.Inline.Span).ShouldBe("[1]");
        }
    }

    [Theory]
    [InlineData(OrderKind.Cancel)]
    [InlineData(OrderKind.Delete)]
    public async Task Wait_JobIsEndedByAnOrder_Answers(OrderKind order)
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();
        var wait = WaitAsync(test, job);

        await test.OrderAsync(job, order);

        (await wait)?.State.ShouldBe(JobState.Cancelled);
        (await wait is null).ShouldBe(order == OrderKind.Delete);
    }

    [Fact]
    public async Task Wait_JobExpires_AnswersWithTheFailure()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync(EngineUnderTest.Job() with { TimeToLive = TimeSpan.FromSeconds(1) });
        var wait = WaitAsync(test, job);

        await test.PassAsync(TimeSpan.FromSeconds(1));

        (await wait)!.Reason.ShouldBe(FailureReason.Expired);
    }

    [Fact]
    public async Task Wait_TimeIsUp_AnswersWithTheJobAsItStands()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();
        var wait = test.Jobs.WaitAsync(job, null, TimeSpan.FromSeconds(3), CancellationToken.None).AsTask();
        await test.AdvanceAsync(TimeSpan.FromSeconds(2.9));
        wait.IsCompleted.ShouldBeFalse();

        test.Clock.Advance(TimeSpan.FromSeconds(0.1));

        (await wait)!.State.ShouldBe(JobState.Pending);
    }

    [Fact]
    public async Task Wait_LongerThanTheLimit_EndsAtTheLimit()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();
        var wait = test.Jobs.WaitAsync(job, null, TimeSpan.MaxValue, CancellationToken.None).AsTask();

        test.Clock.Advance(TimeSpan.FromMinutes(10));

        (await wait)!.State.ShouldBe(JobState.Pending);
    }

    [Fact]
    public async Task Wait_JobHasEnded_AnswersAtOnce()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        await worker.SucceedAsync(await worker.NextAsync());

        (await WaitAsync(test, job))!.State.ShouldBe(JobState.Succeeded);
    }

    [Fact]
    public async Task Wait_NoSuchJob_AnswersAtOnce()
    {
        await using var test = await EngineUnderTest.StartAsync();

        (await WaitAsync(test, new JobRef(4_711, null))).ShouldBeNull();
    }

    [Fact]
    public async Task Wait_JobWasRetried_WaitsForItsNextEnd()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        await worker.FailAsync(await worker.NextAsync());
        await test.OrderAsync(job, OrderKind.Retry);
        var wait = WaitAsync(test, job);
        var again = await worker.NextAsync();
        wait.IsCompleted.ShouldBeFalse();

        await worker.SucceedAsync(again);

        (await wait)!.State.ShouldBe(JobState.Succeeded);
    }

    [Fact]
    public async Task Wait_CallerGoesAway_IsForgotten()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();
        using var gone = new CancellationTokenSource();
        var wait = test.Jobs.WaitAsync(job, null, Long, gone.Token).AsTask();

        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task Wait_AnotherOwnersJob_FindsNothing()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();

        (await test.Jobs.WaitAsync(job, sees: 9, Long, CancellationToken.None)).ShouldBeNull();
    }

    private static Task<JobSnapshot?> WaitAsync(EngineUnderTest test, JobRef job) =>
        test.Jobs.WaitAsync(job, null, Long, CancellationToken.None).AsTask();
}
