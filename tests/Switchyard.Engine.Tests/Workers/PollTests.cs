using Switchyard.Engine.Dispatch;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;
using Switchyard.Engine.Workers.Polling;

namespace Switchyard.Engine.Tests.Workers;

public sealed class PollTests
{
    [Fact]
    public async Task Poll_JobsAreThere_TakesThoseOfOneRound()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register().ShouldBe(PollingAccess.Registered);
        var jobs = await test.SubmitAsync(EngineUnderTest.Job(), EngineUnderTest.Job(), EngineUnderTest.Job());

        var answer = await worker.PollAsync(max: 2);

        answer.Jobs.Select(job => job.Job.Id).ShouldBe([jobs[0].Id, jobs[1].Id]);
        (await worker.TakeAsync(max: 100)).Jobs.ShouldHaveSingleItem().Job.Id.ShouldBe(jobs[2].Id);
    }

    [Fact]
    public async Task Poll_JobComesLater_IsLeasedByTheRoundThatStoresIt()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        var poll = worker.PollAsync();
        await test.TurnAsync();

        var job = await test.SubmitAsync();

        (await poll).Jobs.ShouldHaveSingleItem().Job.Id.ShouldBe(job.Id);
        var stored = test.Storage.Committed.Single(entry => entry.Round.Submissions.Count > 0);
        var slot = stored.Round.Claims.ShouldHaveSingleItem().Slots.ShouldHaveSingleItem();
        slot.Node.ShouldBe(0); // it outlives this node
    }

    [Fact]
    public async Task Poll_NothingComes_IsEmptyWhenItsTimeIsUp()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        var poll = worker.PollAsync();
        await test.AdvanceAsync(TimeSpan.FromSeconds(59));
        poll.IsCompleted.ShouldBeFalse();

        await test.AdvanceAsync(TimeSpan.FromSeconds(1));

        (await poll).Jobs.ShouldBeEmpty();
        (await worker.TakeAsync()).Jobs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Worker_AsksForNothing_GetsNothing()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();

        var job = await test.SubmitAsync();
        await test.TurnAsync();

        (await test.StateAsync(job)).ShouldBe(JobState.Pending);
        (await test.WhyAsync(job)).Detail.ShouldContain("asks for a job");
    }

    [Fact]
    public async Task Poll_ItsClientGoes_TakesNothingWithIt()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        using var gone = new CancellationTokenSource();
        var poll = worker.PollAsync(cancellation: gone.Token);
        await test.TurnAsync();

        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(poll);

        var job = await test.SubmitAsync();
        (await test.GetAsync(job)).Attempt.ShouldBe(0);
        (await worker.TakeOneAsync()).Job.Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task Poll_ItsClientGoesWhileARoundLeases_GivesTheJobBackUncounted()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        using var gone = new CancellationTokenSource();
        var poll = worker.PollAsync(cancellation: gone.Token);
        await test.TurnAsync();
        Task<JobRef> submit;
        using (test.Storage.Hold())
        {
            submit = test.SubmitAsync();
            await Eventually.HoldsAsync("the round is under way", () => test.Storage.IsHolding);
            await gone.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(poll);
        }

        var job = await submit;
        await test.ReachesAsync(job, JobState.Pending);
        (await worker.TakeOneAsync()).Job.Attempt.ShouldBe(1);
        (await test.Storage.Jobs.AttemptsAsync(job.Id, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Settle_AsksForMore_NeedsNoLaterRound()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        var jobs = await test.SubmitAsync(EngineUnderTest.Job(), EngineUnderTest.Job());
        var first = await worker.TakeOneAsync();

        var settled = await worker.SettleAsync(first, next: new PollRequest(1, TimeSpan.FromMinutes(1)));

        settled.Results.ShouldHaveSingleItem().Answer.ShouldBe(SettlementAnswer.Settled);
        settled.Next!.Value.Jobs.ShouldHaveSingleItem().Job.Id.ShouldBe(jobs[1].Id);
        test.Storage.Committed.SkipWhile(entry => entry.Round.Settlements.Count == 0)
            .Skip(1)
            .ShouldAllBe(entry => entry.Round.Claims.Count == 0);
    }

    [Fact]
    public async Task Payloads_TooManyForOneAnswer_GoBackUncounted()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        var large = EngineUnderTest.Job() with { Payload = new byte[1 << 20] };
        await test.SubmitAsync([.. Enumerable.Repeat(large, 20)]);

        var first = await worker.TakeAsync(max: 20);

        first.Jobs.Count.ShouldBe(16);
        first.Jobs.ShouldAllBe(job => job.Payload.Length == 1 << 20);
        var rest = new List<Assignment>();
        await Eventually.HoldsAsync(
            "the others are back and taken",
            async () =>
            {
                rest.AddRange((await worker.TakeAsync(max: 20)).Jobs);
                return rest.Count == 4;
            }
        );
        rest.ShouldAllBe(job => job.Job.Attempt == 1);
    }

    [Fact]
    public async Task Polls_SeveralOfOneWorker_ShareWhatThereIs()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        var polls = Enumerable.Range(0, 3).Select(_ => worker.PollAsync(max: 2)).ToList();
        await test.TurnAsync();

        await test.SubmitAsync([.. Enumerable.Repeat(EngineUnderTest.Job(), 5)]);

        var answers = await Task.WhenAll(polls);
        answers.Select(answer => answer.Jobs.Count).ShouldBe([2, 2, 1]);
    }

    [Fact]
    public async Task Settle_MoreThanFitsDuringAnOutage_IsRefused()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new PollingWorker(test);
        worker.Register();
        await test.SubmitAsync();
        var given = await worker.TakeOneAsync();
        var end = TestWorker.End(given, SettlementKind.Succeeded, new byte[60 << 20]);
        ValueTask<PolledSettlements> SettleAsync() =>
            test.Engine.PollingWorkers.SettleAsync(worker.Name, [end], null, default);
        test.Storage.IsOut = true;
        var kept = Enumerable.Range(0, 4).Select(_ => SettleAsync().AsTask()).ToList();

        await Should.ThrowAsync<StorageUnavailableException>(async () => await SettleAsync());

        test.Storage.IsOut = false;
        var steps = 0;
        await Eventually.HoldsAsync(
            "what was taken in is answered",
            () =>
            {
                // 240 MiB take their time to be written: the lease must not end meanwhile, nobody renews it.
                test.Clock.Advance(TimeSpan.FromMilliseconds(++steps <= 40 ? 250 : 0));
                return kept.TrueForAll(settle => settle.IsCompleted);
            }
        );
        var answers = (await Task.WhenAll(kept)).Select(settled => settled.Results[0].Answer).ToList();
        answers.Count(answer => answer == SettlementAnswer.Settled).ShouldBe(1);
        answers.Count(answer => answer == SettlementAnswer.Repeated).ShouldBe(3);
    }

    [Fact]
    public async Task Link_IsCongested_GivesLargePayloadsBack()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var large = EngineUnderTest.Job() with { Payload = new byte[1 << 20] };
        var slow = test.Connect("slow", capacity: 8);
        slow.CongestedFrom = 3;

        var jobs = await test.SubmitAsync([.. Enumerable.Repeat(large, 8)]);

        await slow.NextAsync(3);
        await Eventually.HoldsAsync("the rest is back", () => test.Jobs.Count(null, null)[JobState.Pending] == 5);
        slow.Given.ShouldBe(3);
        foreach (var job in jobs[3..])
        {
            (await test.GetAsync(job)).Attempt.ShouldBe(0);
        }
    }
}
