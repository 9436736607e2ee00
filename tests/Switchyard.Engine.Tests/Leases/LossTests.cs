using System.Text;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;
using Switchyard.Engine.Workers;

namespace Switchyard.Engine.Tests.Leases;

public sealed class LossTests
{
    private static readonly byte[] Half = Encoding.UTF8.GetBytes("50");

    [Fact]
    public async Task Worker_Vanishes_ItsJobGoesToAnotherAndItsLateResultIsRefused()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var first = test.Connect("first");
        var job = await test.SubmitAsync();
        var lost = await first.NextAsync();

        await first.Session.DisposeAsync();
        var second = test.Connect("second");

        var again = await second.NextAsync();
        again.Job.Id.ShouldBe(job.Id);
        again.Job.Attempt.ShouldBe(2);
        again.Job.Token.ShouldBeGreaterThan(lost.Job.Token);
        (await first.SucceedAsync(lost, "late")).ShouldBe(SettlementAnswer.Stale);
        (await second.SucceedAsync(again, "right")).ShouldBe(SettlementAnswer.Settled);
        Encoding.UTF8.GetString((await test.GetAsync(job)).Result.Inline.Span).ShouldBe("right");
    }

    [Fact]
    public async Task Worker_ConnectsAgain_ReplacesItsEarlierSession()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var old = test.Connect("same");
        var job = await test.SubmitAsync();
        var lost = await old.NextAsync();

        var young = test.Connect("same");

        old.Closed.ShouldBe(WorkerCloseReason.Replaced);
        var again = await young.NextAsync();
        again.Job.Id.ShouldBe(job.Id);
        (await old.SucceedAsync(lost)).ShouldBe(SettlementAnswer.Stale);
        (await young.SucceedAsync(lost)).ShouldBe(SettlementAnswer.Stale);
        old.Session.Progress(job.Id, again.Job.Token, Half).ShouldBeFalse();
        old.Session.TryGetLease(job.Id, out _).ShouldBeFalse();
        await old.Session.DisposeAsync(); // its socket ends only now, and takes nothing from the new one
        (await young.SucceedAsync(again)).ShouldBe(SettlementAnswer.Settled);
        test.Engine.Workers.List().ShouldHaveSingleItem().IsOnline.ShouldBeTrue();
    }

    [Fact]
    public async Task Worker_KnowsAnothersLease_CannotSettleIt()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var honest = test.Connect("honest");
        await test.SubmitAsync();
        var given = await honest.NextAsync();
        var forger = test.Connect("forger");
        await test.SubmitAsync();
        var own = await forger.NextAsync();

        var answers = await forger.SettleAsync([
            TestWorker.End(given, SettlementKind.Succeeded, Half),
            TestWorker.End(own, SettlementKind.Succeeded, Half),
        ]);

        answers.Select(answer => answer.Answer).ShouldBe([SettlementAnswer.Stale, SettlementAnswer.Settled]);
        (await honest.SucceedAsync(given)).ShouldBe(SettlementAnswer.Settled);
    }

    [Fact]
    public async Task Job_LosesTwoWorkersInARow_IsQuarantined()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();

        await LoseAsync(test);
        (await test.StateAsync(job)).ShouldBe(JobState.Pending);
        await LoseAsync(test);

        var found = await test.GetAsync(job);
        found.State.ShouldBe(JobState.Failed);
        found.Reason.ShouldBe(FailureReason.WorkerLost);
        var attempts = await test.Jobs.AttemptsAsync(job, null, CancellationToken.None);
        attempts.Select(attempt => attempt.Reason).ShouldBe([FailureReason.WorkerLost, FailureReason.WorkerLost]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Job_ItsWorkerReportsBeforeItIsLost_IsNotQuarantined(bool byLog)
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();

        for (var loss = 0; loss < 5; loss++)
        {
            // The report is not stored yet when the connection ends.
            await LoseAsync(
                test,
                (worker, given) =>
                {
                    var (id, token) = (given.Job.Id, given.Job.Token);
                    (
                        byLog ? worker.Session.Log(id, token, Half) : worker.Session.Progress(id, token, Half)
                    ).ShouldBeTrue();
                }
            );
            (await test.StateAsync(job)).ShouldBe(JobState.Pending);
        }

        await LoseAsync(test);
        (await test.StateAsync(job)).ShouldBe(JobState.Failed);
    }

    [Fact]
    public async Task Worker_IsLostWhileItsClaimIsUnderWay_LosesNothing()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        await test.TurnAsync();
        Task<JobRef> submitted;
        using (test.Storage.Hold())
        {
            submitted = test.SubmitAsync();
            await Eventually.HoldsAsync("the claim is under way", () => test.Storage.IsHolding);
            await worker.Session.DisposeAsync();
        }

        var job = await submitted;
        await test.TurnAsync();
        worker.Given.ShouldBe(0);
        var found = await test.GetAsync(job);
        found.State.ShouldBe(JobState.Pending);
        found.Attempt.ShouldBe(0); // nobody ever heard of it
    }

    [Fact]
    public async Task Node_Dies_ItsLeasesAreBackAndNoLapseIsCounted()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var job = await test.SubmitAsync();
        for (var death = 1; death <= 4; death++)
        {
            var worker = test.Connect();
            (await worker.NextAsync()).Job.Attempt.ShouldBe(death);
            await test.RestartAsync(dies: true);
            (await test.StateAsync(job)).ShouldBe(JobState.Pending);
        }
    }

    [Fact]
    public async Task Worker_LeavesManyJobs_TheyAllComeBack()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 3_000);
        await test.SubmitAsync([.. Enumerable.Repeat(EngineUnderTest.Job(), 3_000)]);
        foreach (var given in await worker.NextAsync(3_000))
        {
            worker.Session.Progress(given.Job.Id, given.Job.Token, Half);
        }

        await worker.Session.DisposeAsync();

        await Eventually.HoldsAsync("all are pending", () => test.Jobs.Count(null, null)[JobState.Pending] == 3_000);
    }

    private static async Task LoseAsync(
        EngineUnderTest test,
        Action<TestWorker, Engine.Dispatch.Assignment>? first = null
    )
    {
        var worker = test.Connect("lost");
        var given = await worker.NextAsync();
        first?.Invoke(worker, given);
        await worker.Session.DisposeAsync();
        await test.TurnAsync();
    }
}
