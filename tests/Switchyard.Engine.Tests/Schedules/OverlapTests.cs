using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;
using Switchyard.Engine.Tests.Harness;
using static Switchyard.Engine.Tests.Harness.ScheduleUnderTest;

namespace Switchyard.Engine.Tests.Schedules;

public sealed class OverlapTests
{
    [Fact]
    public async Task Skip_WhileARunIsLive_DropsTheSlot()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var schedule = await test.CreateAsync(Request("*/2 * * * * *"));
        await test.PassSecondsAsync(5);
        var job = await worker.NextAsync();
        (await test.SlotsAsync(schedule)).ShouldBe([2]);

        await worker.SucceedAsync(job);
        await test.PassSecondsAsync(2);

        (await test.SlotsAsync(schedule)).ShouldBe([2, 6]);
    }

    [Fact]
    public async Task Skip_WithATriggerByHand_RunsThatAllTheSame()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var schedule = await test.CreateAsync(Request("*/2 * * * * *"));
        await test.PassSecondsAsync(2);

        await test.TriggerAsync(schedule);

        (await test.SlotsAsync(schedule)).ShouldBe([2, -1]);
        (await test.StatesAsync(schedule)).ShouldBe([JobState.Pending, JobState.Pending]);
    }

    [Fact]
    public async Task Skip_OfSchedulesWithOneKey_LooksAtAllOfThem()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var request = Request("*/2 * * * * *") with { ConcurrencyKey = "db" };
        var (first, second) = (await test.CreateAsync(request), await test.CreateAsync(request));
        var stranger = await test.CreateAsync(
            request,
            Actor.Node with
            {
                Caller = Actor.Node.Caller with { Owner = 9 },
            }
        );

        await test.PassSecondsAsync(2);

        var runs = (await test.SlotsAsync(first)).Concat(await test.SlotsAsync(second));
        runs.ShouldBe([2]);
        (await test.SlotsAsync(stranger)).ShouldBe([2]);
    }

    [Fact]
    public async Task Queue_OfSlots_RunsThemOneAfterTheOther()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 5);
        var schedule = await test.CreateAsync(Request("*/2 * * * * *") with { Overlap = Overlap.Queue });
        await test.PassSecondsAsync(6);
        await HasStatesAsync(test, schedule, JobState.Running, JobState.Draft, JobState.Draft);

        await worker.SucceedAsync(await worker.NextAsync());
        await HasStatesAsync(test, schedule, JobState.Succeeded, JobState.Running, JobState.Draft);
        await worker.SucceedAsync(await worker.NextAsync());
        await HasStatesAsync(test, schedule, JobState.Succeeded, JobState.Succeeded, JobState.Running);

        (await test.SlotsAsync(schedule)).ShouldBe([2, 4, 6]);
    }

    [Fact]
    public async Task Queue_WhoseNodeDied_GoesOnWithTheNextOne()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var schedule = await test.CreateAsync(Request(null) with { Overlap = Overlap.Queue });
        var first = await test.TriggerAsync(schedule);
        await test.TriggerAsync(schedule);
        await HasStatesAsync(test, schedule, JobState.Pending, JobState.Draft);
        await test.OrderAsync(new JobRef(first.Job.Id, null), OrderKind.Cancel);

        await test.RestartAsync(dies: true);

        await Eventually.HoldsAsync(
            "the second one was started",
            async () => (await test.StatesAsync(schedule))[1] == JobState.Pending
        );
    }

    [Fact]
    public async Task CancelPrevious_WithARunningRun_RevokesItFirst()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect();
        var schedule = await test.CreateAsync(Request("*/2 * * * * *") with { Overlap = Overlap.CancelPrevious });
        await test.PassSecondsAsync(2);
        var first = await worker.NextAsync();

        await test.PassSecondsAsync(2);

        await Eventually.HoldsAsync("its worker was told", () => worker.Revoked.Count == 1);
        worker.Revoked[0].Job.ShouldBe(first.Job.Id);
        (await worker.NextAsync()).Job.Id.ShouldBeGreaterThan(first.Job.Id);
        (await test.StatesAsync(schedule)).ShouldBe([JobState.Cancelled, JobState.Running]);
        await test.TriggerAsync(schedule);
        (await test.StatesAsync(schedule))[1].ShouldBe(JobState.Cancelled);
    }

    [Fact]
    public async Task Allow_OfSlots_RunsThemTogether()
    {
        await using var test = await EngineUnderTest.StartAsync();
        test.Connect(capacity: 5);
        var schedule = await test.CreateAsync(Request("*/2 * * * * *") with { Overlap = Overlap.Allow });

        await test.PassSecondsAsync(6);

        await HasStatesAsync(test, schedule, JobState.Running, JobState.Running, JobState.Running);
    }

    private static Task HasStatesAsync(EngineUnderTest test, Schedule schedule, params JobState[] states) =>
        Eventually.HoldsAsync(
            $"its runs are {string.Join(", ", states)}",
            async () => (await test.StatesAsync(schedule)).SequenceEqual(states)
        );
}
