using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;

namespace Switchyard.Engine.Tests.Dispatch;

public sealed class DispatchTests
{
    [Fact]
    public async Task Submit_WorkerIsFree_GoesOutInTheRoundThatStoresIt()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        await test.TurnAsync();
        var before = test.Storage.Committed.Count;

        var job = await test.SubmitAsync();

        (await worker.NextAsync()).Job.Id.ShouldBe(job.Id);
        await test.TurnAsync();
        test.Storage.Committed.Count.ShouldBe(before + 1);
        (await test.StateAsync(job)).ShouldBe(JobState.Running);
    }

    [Fact]
    public async Task Settlement_JobsWait_FreesItsSlotInTheSameRound()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        await test.SubmitAsync(EngineUnderTest.Job(), EngineUnderTest.Job());
        var first = await worker.NextAsync();
        await test.TurnAsync();
        var before = test.Storage.Committed.Count;

        (await worker.SucceedAsync(first)).ShouldBe(SettlementAnswer.Settled);

        (await worker.NextAsync()).Job.Id.ShouldBe(first.Job.Id + 1);
        await test.TurnAsync();
        test.Storage.Committed.Count.ShouldBe(before + 1);
    }

    [Fact]
    public async Task Slots_WorkersOfDifferentCapacity_GoToTheLeastLoadedShare()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var small = test.Connect("small", capacity: 2);
        var large = test.Connect("large", capacity: 8);

        await test.SubmitAsync([.. Enumerable.Range(0, 5).Select(_ => EngineUnderTest.Job())]);
        await test.TurnAsync();

        // 1/2 and 4/8: each job went to the one with the smaller share in use.
        small.Held.ShouldBe(1);
        large.Held.ShouldBe(4);
    }

    [Fact]
    public async Task Slots_WorkersEquallyLoaded_GoToTheOneThatWaitedLongest()
    {
        await using var test = await EngineUnderTest.StartAsync();
        TestWorker[] workers = [test.Connect("a", 4), test.Connect("b", 4), test.Connect("c", 4, ["work", "other"])];

        for (var i = 0; i < 6; i++)
        {
            await test.SubmitAsync();
        }

        await test.TurnAsync();
        workers.Select(worker => worker.Held).ShouldBe([2, 2, 2]);
    }

    [Fact]
    public async Task Jobs_DifferentPriorities_GoOutBestFirstThenOldest()
    {
        await using var test = await EngineUnderTest.StartAsync();
        int[] priorities = [5, 9, 1, 5, 1];
        var jobs = await test.SubmitAsync([
            .. priorities.Select(priority => EngineUnderTest.Job() with { Priority = priority }),
        ]);

        var worker = test.Connect();
        var order = new List<long>();
        for (var i = 0; i < jobs.Length; i++)
        {
            var next = await worker.NextAsync();
            order.Add(next.Job.Id - jobs[0].Id);
            await worker.SucceedAsync(next);
        }

        order.ShouldBe([2, 4, 0, 3, 1]);
    }

    [Fact]
    public async Task Tags_WorkerLacksOne_JobWaitsForAWorkerThatHasAll()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var plain = test.Connect("plain", 4);
        var half = test.Connect("half", 4, tags: ["gpu"]);
        var job = await test.SubmitAsync(EngineUnderTest.Job() with { Tags = ["gpu", "eu"] });
        await test.TurnAsync();
        (await test.StateAsync(job)).ShouldBe(JobState.Pending);

        var full = test.Connect("full", 4, tags: ["eu", "gpu", "more"]);

        (await full.NextAsync()).Job.Id.ShouldBe(job.Id);
        (plain.Given + half.Given).ShouldBe(0);
    }

    [Fact]
    public async Task Types_WorkerDoesAnotherOne_GetsNothing()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var other = test.Connect("other", types: ["other"]);

        var job = await test.SubmitAsync();
        await test.TurnAsync();

        other.Given.ShouldBe(0);
        (await test.StateAsync(job)).ShouldBe(JobState.Pending);
    }

    [Fact]
    public async Task Aliases_WorkerDeclaresOneOfAGroup_DoesAllOfIt()
    {
        await using var test = await EngineUnderTest.StartAsync(
            new EngineOptions
            {
                TypeAliases =
                [
                    ["Turnstile", "AntiTurnstile"],
                ],
            }
        );
        var worker = test.Connect(types: ["AntiTurnstile"], capacity: 2);

        await test.SubmitAsync(EngineUnderTest.Job("Turnstile"), EngineUnderTest.Job("AntiTurnstile"));

        var given = await worker.NextAsync(2);
        given.Select(assignment => assignment.Lane.Route.Type).ShouldBe(["Turnstile", "AntiTurnstile"]);
    }

    [Fact]
    public async Task Worker_OfManyTypes_GetsTheBestOverAllOfThem()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var jobs = await test.SubmitAsync(
            EngineUnderTest.Job("a") with
            {
                Priority = 7,
            },
            EngineUnderTest.Job("b") with
            {
                Priority = 2,
            },
            EngineUnderTest.Job("c") with
            {
                Priority = 4,
            }
        );

        var worker = test.Connect(capacity: 3, types: ["a", "b", "c"]);

        var given = await worker.NextAsync(3);
        given.Select(assignment => assignment.Job.Id).ShouldBe([jobs[1].Id, jobs[2].Id, jobs[0].Id]);
    }

    [Fact]
    public async Task Capacity_IsLarge_OneRoundOffersNoMoreThanItsSlots()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 5_000);

        await test.SubmitAsync([.. Enumerable.Range(0, 1_500).Select(_ => EngineUnderTest.Job())]);

        await worker.NextAsync(1_500);
        test.Storage.Committed.Max(round => round.Result.Claims.Sum(jobs => jobs.Count)).ShouldBe(512);
    }

    [Fact]
    public async Task Link_NoLongerCongested_GetsJobsWithoutAnyOtherNews()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        worker.IsCongested = true;
        await test.SubmitAsync();
        await test.AdvanceAsync(TimeSpan.FromSeconds(3), TimeSpan.FromMilliseconds(250));
        worker.Given.ShouldBe(0);

        worker.IsCongested = false;
        await Eventually.HoldsAsync(
            "the worker has the job",
            () =>
            {
                test.Clock.Advance(TimeSpan.FromMilliseconds(250));
                return worker.Given == 1;
            }
        );
    }

    [Fact]
    public async Task Worker_RaisesItsCapacity_GetsMoreAtOnce()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = new TestWorker(2);
        worker.Session = test.Engine.Workers.Connect(EngineUnderTest.Hello(), worker);
        await test.SubmitAsync(EngineUnderTest.Job(), EngineUnderTest.Job());
        await worker.NextAsync();
        await test.TurnAsync();
        worker.Given.ShouldBe(1);

        worker.Session.Update(EngineUnderTest.Hello(capacity: 2));

        await worker.NextAsync();
        worker.WasOverfull.ShouldBeFalse();
    }

    [Fact]
    public async Task Worker_Drains_GetsNothingMore()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 4);
        await test.SubmitAsync();
        await worker.NextAsync();

        worker.Session.Drain();
        var job = await test.SubmitAsync();
        await test.TurnAsync();

        worker.Given.ShouldBe(1);
        (await test.WhyAsync(job)).Cause.ShouldBe(WhyCause.Draining);
    }

    [Fact]
    public async Task Settlement_SaidTwiceInOneRound_FreesOneSlot()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 2);
        await test.SubmitAsync([.. Enumerable.Range(0, 4).Select(_ => EngineUnderTest.Job())]);
        var given = await worker.NextAsync(2);
        var end = TestWorker.End(given[0], SettlementKind.Succeeded);

        var answers = await worker.SettleAsync([end, end]);
        await test.TurnAsync();

        answers.Select(answer => answer.Answer).ShouldBe([SettlementAnswer.Settled, SettlementAnswer.Repeated]);
        worker.Given.ShouldBe(3);
    }
}
