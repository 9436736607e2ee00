using System.Text;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Tests.Jobs;

public sealed class OrderTests
{
    [Fact]
    public async Task Cancel_RunningJob_RevokesItsLeaseAndTellsItsWorker()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        var given = await worker.NextAsync();
        var next = await test.SubmitAsync();

        (await test.OrderAsync(job, OrderKind.Cancel)).ShouldBe(OrderAnswer.Done);

        worker.Revoked.ShouldBe([(job.Id, given.Job.Token, RevokeReason.Cancelled)]);
        (await worker.SucceedAsync(given)).ShouldBe(SettlementAnswer.Stale);
        (await test.StateAsync(job)).ShouldBe(JobState.Cancelled);
        (await worker.NextAsync()).Job.Id.ShouldBe(next.Id);
    }

    [Fact]
    public async Task Cancel_JobThatIsSettledInTheSameRound_TheSettlementStands()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        var given = await worker.NextAsync();
        Task<OrderAnswer> order;
        Task<SettlementAnswer> settled;
        using (test.Storage.Hold())
        {
            var filler = test.SubmitAsync(EngineUnderTest.Job("other"));
            await Eventually.HoldsAsync("a round is held", () => test.Storage.IsHolding);
            order = test.OrderAsync(job, OrderKind.Cancel);
            settled = worker.SucceedAsync(given);
            _ = filler;
        }

        // In a round settlements come before orders.
        (await settled).ShouldBe(SettlementAnswer.Settled);
        (await order).ShouldBe(OrderAnswer.Refused);
        (await test.StateAsync(job)).ShouldBe(JobState.Succeeded);
        worker.Revoked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(JobState.Draft)]
    [InlineData(JobState.Scheduled)]
    [InlineData(JobState.Pending)]
    [InlineData(JobState.Paused)]
    public async Task Cancel_JobThatDoesNotRun_NeverRuns(JobState state)
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync(
            EngineUnderTest.Job() with
            {
                Draft = state == JobState.Draft,
                Delay = state == JobState.Scheduled ? TimeSpan.FromSeconds(1) : TimeSpan.Zero,
            }
        );
        if (state == JobState.Paused)
        {
            await test.OrderAsync(job, OrderKind.Pause);
        }

        (await test.StateAsync(job)).ShouldBe(state);
        (await test.OrderAsync(job, OrderKind.Cancel)).ShouldBe(OrderAnswer.Done);
        (await test.OrderAsync(job, OrderKind.Cancel)).ShouldBe(OrderAnswer.Refused);

        var worker = test.Connect();
        await test.AdvanceAsync(TimeSpan.FromSeconds(2));
        worker.Given.ShouldBe(0);
        (await test.StateAsync(job)).ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task Pause_RunningJob_ComesBackWithItsCheckpointAndCountsNoAttempt()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(canPause: true);
        var job = await test.SubmitAsync();
        var first = await worker.NextAsync();

        (await test.OrderAsync(job, OrderKind.Pause)).ShouldBe(OrderAnswer.Asked);
        worker.Asked.ShouldBe([(job.Id, first.Job.Token)]);
        await worker.SettleAsync(first, SettlementKind.Paused, "page 7");
        (await test.StateAsync(job)).ShouldBe(JobState.Paused);
        (await test.WhyAsync(job)).Cause.ShouldBe(WhyCause.Paused);
        await test.TurnAsync();
        worker.Given.ShouldBe(1);

        (await test.OrderAsync(job, OrderKind.Resume)).ShouldBe(OrderAnswer.Done);
        var second = await worker.NextAsync();
        Encoding.UTF8.GetString(second.Checkpoint.Span).ShouldBe("page 7");
        second.Job.Attempt.ShouldBe(1);
        second.Job.Token.ShouldBeGreaterThan(first.Job.Token);
    }

    [Fact]
    public async Task Pause_WorkerCannot_IsRefused()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(canPause: false);
        var job = await test.SubmitAsync();
        await worker.NextAsync();

        (await test.OrderAsync(job, OrderKind.Pause)).ShouldBe(OrderAnswer.Refused);

        worker.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pause_PendingJob_KeepsItFromWorkersUntilResumed()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();
        (await test.OrderAsync(job, OrderKind.Pause)).ShouldBe(OrderAnswer.Done);
        var worker = test.Connect();
        await test.TurnAsync();
        worker.Given.ShouldBe(0);

        (await test.OrderAsync(job, OrderKind.Resume)).ShouldBe(OrderAnswer.Done);

        (await worker.NextAsync()).Job.Id.ShouldBe(job.Id);
    }

    [Fact]
    public async Task Retry_FailedJob_RunsAgainWithAllItsAttempts()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        await worker.FailAsync(await worker.NextAsync());

        (await test.OrderAsync(job, OrderKind.Retry)).ShouldBe(OrderAnswer.Done);

        var again = await worker.NextAsync();
        again.Job.Attempt.ShouldBe(2);
        (await test.GetAsync(job)).Error.ShouldBeNull();
        await worker.SucceedAsync(again);
        (await test.OrderAsync(job, OrderKind.Retry)).ShouldBe(OrderAnswer.Refused);
    }

    [Fact]
    public async Task Delete_FinishedJob_IsGoneAtOnce()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var job = await test.SubmitAsync();
        var given = await worker.NextAsync();
        (await test.OrderAsync(job, OrderKind.Delete)).ShouldBe(OrderAnswer.Refused);
        await worker.SucceedAsync(given);

        (await test.OrderAsync(job, OrderKind.Delete)).ShouldBe(OrderAnswer.Done);

        (await test.Jobs.GetAsync(job, null, CancellationToken.None)).ShouldBeNull();
        (await test.OrderAsync(job, OrderKind.Delete)).ShouldBe(OrderAnswer.NotFound);
        (await worker.SucceedAsync(given)).ShouldBe(SettlementAnswer.Gone);
    }

    [Fact]
    public async Task Order_OnAnotherOwnersJob_FindsNothing()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();

        var stranger = new Actor(Caller.Anonymous with { Owner = 77 }, Dialect.Native, null);

        var outcome = await test.Jobs.OrderAsync(job, stranger, OrderKind.Cancel, CancellationToken.None);

        outcome.Answer.ShouldBe(OrderAnswer.NotFound);
        (await test.StateAsync(job)).ShouldBe(JobState.Pending);
    }
}
