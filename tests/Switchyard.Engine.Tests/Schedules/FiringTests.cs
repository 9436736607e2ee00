using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;
using static Switchyard.Engine.Tests.Harness.ScheduleUnderTest;

namespace Switchyard.Engine.Tests.Schedules;

public sealed class FiringTests
{
    [Fact]
    public async Task Slot_ThatIsDue_IsWithAWorkerAtOnce()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var schedule = await test.CreateAsync(Request("*/2 * * * * *"));

        await test.PassSecondsAsync(2);

        var job = await worker.NextAsync();
        (await test.SlotsAsync(schedule)).ShouldBe([2]);
        var run = (await test.RunsAsync(schedule))[0];
        run.Job.Id.ShouldBe(job.Job.Id);
        run.Job.Lane.Dialect.ShouldBe(Dialect.Scheduler);
        (await test.Engine.Schedules.GetRunAsync(new JobRef(job.Job.Id, null), null, default))
            .ShouldNotBeNull()
            .Slot.ShouldBe(run.Slot);
    }

    [Fact]
    public async Task Slots_OfEverySecond_AreEachFiredOnce()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var schedule = await test.CreateAsync(Request("* * * * * *") with { Overlap = Overlap.Allow });

        await test.PassSecondsAsync(20);

        (await test.SlotsAsync(schedule)).ShouldBe([.. Enumerable.Range(1, 20)]);
    }

    [Theory]
    [InlineData(ScheduleStatus.Paused)]
    [InlineData(ScheduleStatus.Disabled)]
    public async Task Schedule_ThatIsNotActive_IsNotFired(ScheduleStatus status)
    {
        await using var test = await EngineUnderTest.StartAsync();
        var schedule = await test.CreateAsync(Request("* * * * * *") with { Overlap = Overlap.Allow });
        await test.PassSecondsAsync(2);
        await test.ChangeAsync(schedule, was => was with { Status = status });

        await test.PassSecondsAsync(5);

        (await test.SlotsAsync(schedule)).ShouldBe([1, 2]);
        var trigger = await test.Engine.Schedules.TriggerAsync(schedule.Id, null, Actor.Node, default);
        trigger.Kind.ShouldBe(status == ScheduleStatus.Paused ? ScheduleAnswerKind.Done : ScheduleAnswerKind.Disabled);
    }

    [Fact]
    public async Task Jitter_OfASchedule_IsAlwaysTheSamePartOfIt()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var request = Request("*/30 * * * * *") with { Jitter = TimeSpan.FromSeconds(20) };
        var schedules = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => test.CreateAsync(request)));

        await test.PassSecondsAsync(60);

        var late = schedules.Select(schedule => schedule.DueAt!.Value - schedule.Slot!.Value).ToList();
        late.ShouldAllBe(by => by >= TimeSpan.Zero && by < request.Jitter);
        late.Distinct().Count().ShouldBe(20);
        var now = await Task.WhenAll(schedules.Select(test.ReadAsync));
        now.Select(schedule => schedule.DueAt!.Value - schedule.Slot!.Value).ShouldBe(late);
        (await test.SlotsAsync(schedules[0])).ShouldContain(30);
    }

    [Fact]
    public async Task Slot_DuringAnOutageOfTheStore_IsFiredAfterIt()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var schedule = await test.CreateAsync(Request("*/3 * * * * *") with { Overlap = Overlap.Allow });
        test.Storage.IsOut = true;
        test.Clock.Advance(TimeSpan.FromSeconds(4));
        test.Engine.Scheduler.Wake();
        await Eventually.HoldsAsync("it was tried", () => test.Storage.Refused > 0);

        test.Storage.IsOut = false;
        await Eventually.HoldsAsync(
            "the slot was fired",
            async () =>
            {
                test.Clock.Advance(TimeSpan.FromMilliseconds(100));
                test.Engine.Scheduler.Wake();
                return (await test.SlotsAsync(schedule)).Contains(3);
            }
        );
    }

    [Fact]
    public async Task Slot_WhileTheQueueIsFull_WaitsForPlace()
    {
        await using var test = await EngineUnderTest.StartAsync(new EngineOptions { MaxUnfinished = 1 });
        var job = await test.SubmitAsync();
        var schedule = await test.CreateAsync(Request("*/2 * * * * *"));
        test.Clock.Advance(TimeSpan.FromSeconds(2));
        await test.TurnAsync();
        (await test.SlotsAsync(schedule)).ShouldBeEmpty();

        await test.OrderAsync(job, OrderKind.Cancel);

        await test.LooksAsync();
        (await test.SlotsAsync(schedule)).ShouldBe([2]);
    }

    [Fact]
    public async Task Run_GivenToAWorker_NamesItsSchedule()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var schedule = await test.CreateAsync(Request(null));
        var worker = test.Connect(capacity: 2, types: [schedule.Request.Type, "plain"]);

        await test.Engine.Schedules.TriggerAsync(schedule.Id, null, Actor.Node, default);
        var run = await worker.NextAsync();
        await test.SubmitAsync(EngineUnderTest.Job("plain"));
        var plain = await worker.NextAsync();

        run.Schedule.ShouldBe(schedule.Id);
        plain.Schedule.ShouldBeNull();
    }

    [Fact]
    public async Task Trigger_WithAPayload_RunsThatOne()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var schedule = await test.CreateAsync(Request(null));

        var answer = await test.Engine.Schedules.TriggerAsync(schedule.Id, "[1]"u8.ToArray(), Actor.Node, default);

        var content = await test.Jobs.GetContentAsync(new JobRef(answer.Run!.Job.Id, null), null, default);
        content!.Payload.Inline.ToArray().ShouldBe("[1]"u8.ToArray());
        (await test.SlotsAsync(schedule)).ShouldBe([-1]);
    }

    [Fact]
    public async Task Delete_WhileARunIsLive_IsRefused()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var schedule = await test.CreateAsync(Request(null));
        await test.TriggerAsync(schedule);
        var job = await worker.NextAsync();
        (await test.Engine.Schedules.DeleteAsync(schedule.Id, Actor.Node, default)).ShouldBe(ScheduleAnswerKind.Live);

        await worker.SucceedAsync(job);

        await Eventually.HoldsAsync(
            "it can be deleted",
            async () =>
                await test.Engine.Schedules.DeleteAsync(schedule.Id, Actor.Node, default) == ScheduleAnswerKind.Done
        );
        (await test.Engine.Schedules.GetRunAsync(new JobRef(job.Job.Id, null), null, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Ends_OfRuns_AreCountedByDay()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 3);
        var schedule = await test.CreateAsync(Request(null) with { Overlap = Overlap.Allow });
        for (var run = 0; run < 3; run++)
        {
            await test.TriggerAsync(schedule);
            var job = await worker.NextAsync();
            await (run == 0 ? worker.FailAsync(job) : worker.SucceedAsync(job));
        }

        await test.SubmitAsync(); // no run
        await worker.SucceedAsync(await worker.NextAsync());
        await Eventually.HoldsAsync("all have ended", () => test.Jobs.Count(null, null).Unfinished == 0);

        (await test.Engine.Schedules.CountTodayAsync(null, default)).ShouldBe(new RunCounts(2, 1));
        await test.RestartAsync();
        (await test.Engine.Schedules.CountTodayAsync(0, default)).ShouldBe(new RunCounts(2, 1));
        (await test.Engine.Schedules.CountTodayAsync(5, default)).ShouldBe(new RunCounts(0, 0));
        test.Clock.Advance(TimeSpan.FromDays(1));
        (await test.Engine.Schedules.CountTodayAsync(null, default)).ShouldBe(new RunCounts(0, 0));
    }
}
