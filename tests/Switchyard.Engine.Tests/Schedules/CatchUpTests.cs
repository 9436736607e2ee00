using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Tests.Harness;
using static Switchyard.Engine.Tests.Harness.ScheduleUnderTest;

namespace Switchyard.Engine.Tests.Schedules;

public sealed class CatchUpTests
{
    private static readonly int[] EveryMinute = [.. Enumerable.Range(1, 30).Select(minute => minute * 60)];

    [Theory]
    [InlineData(CatchUp.One, 1_830, new[] { 1_800, 1_860 })]
    [InlineData(CatchUp.None, 1_830, new[] { 1_860 })]
    [InlineData(CatchUp.None, 1_805, new[] { 1_860 })]
    public async Task Slots_MissedWhileDown_AreMadeUpByTheRule(CatchUp rule, int downUntil, int[] slots)
    {
        await using var test = await EngineUnderTest.StartAsync();
        var schedule = await test.CreateAsync(Request() with { CatchUp = rule, Overlap = Overlap.Allow });

        await ComesBackAsync(test, TimeSpan.FromSeconds(downUntil));
        await test.PassSecondsAsync(1_860 - downUntil);

        (await test.SlotsAsync(schedule)).ShouldBe(slots);
    }

    [Fact]
    public async Task Slots_MissedWhileDown_AreAllMadeUpInOrder()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var schedule = await test.CreateAsync(Request() with { CatchUp = CatchUp.All, Overlap = Overlap.Allow });

        await ComesBackAsync(test, TimeSpan.FromSeconds(1_830));

        (await test.SlotsAsync(schedule)).ShouldBe(EveryMinute);
    }

    [Fact]
    public async Task Slots_OfAWeekOfSeconds_AreMadeUpToABound()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var request = Request("* * * * * *") with { Overlap = Overlap.Allow };
        var (all, one) = (
            await test.CreateAsync(request with { CatchUp = CatchUp.All }),
            await test.CreateAsync(request)
        );

        await ComesBackAsync(test, TimeSpan.FromDays(7));

        var week = (int)TimeSpan.FromDays(7).TotalSeconds;
        var made = await test.SlotsAsync(all);
        made.ShouldBe([.. Enumerable.Range(1, 1_000).Append(week)], "the last is on time");
        (await test.SlotsAsync(one)).ShouldBe([week - 1, week]);
    }

    [Fact]
    public async Task One_OfASlotOverAnHourAgo_IsNotMadeUp()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var schedule = await test.CreateAsync(Request("0 0 * * *")); // daily

        await ComesBackAsync(test, TimeSpan.FromHours(26));
        (await test.SlotsAsync(schedule)).ShouldBeEmpty();
        await ComesBackAsync(test, TimeSpan.FromMinutes(22 * 60 + 30));

        (await test.SlotsAsync(schedule)).ShouldBe([2 * 24 * 3_600]);
    }

    [Fact]
    public async Task Machine_ThatSlept_IsLikeOneThatWasDown()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var schedule = await test.CreateAsync(Request() with { Overlap = Overlap.Allow });
        await test.LooksAsync();

        test.Clock.SetWallClock(test.Clock.GetUtcNow().AddSeconds(1_830));
        await test.LooksAsync();

        (await test.SlotsAsync(schedule)).ShouldBe([1_800]);
    }

    [Fact]
    public async Task Backfill_OfARange_MakesEachSlotOnce()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var schedule = await test.CreateAsync(Request() with { Overlap = Overlap.Allow });
        var start = test.Clock.GetUtcNow();
        test.Clock.SetWallClock(start.AddSeconds(1_830));
        await test.LooksAsync(); // makes up for the last one

        var first = await BackfillAsync(test, schedule, start.AddMinutes(10), start.AddMinutes(30), 20);
        var again = await BackfillAsync(test, schedule, start.AddMinutes(10), start.AddMinutes(30), 1_000);
        var bounded = await BackfillAsync(test, schedule, start.AddSeconds(1), start.AddMinutes(9), 5);

        (first.Made, first.Repeated, first.Rest).ShouldBe((20, 0, start.AddMinutes(30)));
        (again.Made, again.Repeated, again.Rest).ShouldBe((0, 21, null));
        (bounded.Made, bounded.Rest).ShouldBe((5, start.AddMinutes(6)));
        (await test.SlotsAsync(schedule)).Order().ShouldBe(EveryMinute[..5].Concat(EveryMinute[9..]));
    }

    [Fact]
    public async Task Backfill_OfAScheduleThatSkips_RunsOneAfterTheOther()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var worker = test.Connect(capacity: 5);
        var schedule = await test.CreateAsync(Request());
        var start = test.Clock.GetUtcNow();
        await test.ChangeAsync(schedule, was => was with { Status = ScheduleStatus.Paused });
        test.Clock.SetWallClock(start.AddMinutes(30));

        (await BackfillAsync(test, schedule, start, start.AddMinutes(3), 10)).Made.ShouldBe(4);

        for (var run = 0; run < 4; run++)
        {
            var job = await worker.NextAsync();
            (await test.StatesAsync(schedule)).Count(state => state == JobState.Running).ShouldBe(1);
            await worker.SucceedAsync(job);
        }
    }

    [Fact]
    public async Task Backfill_OfABadRange_NamesTheField()
    {
        await using var test = await EngineUnderTest.StartAsync();
        var (schedule, byHand) = (await test.CreateAsync(), await test.CreateAsync(Request(null)));
        var now = test.Clock.GetUtcNow();

        (await BackfillAsync(test, schedule, now, now.AddSeconds(1), 1)).Problem!.Field.ShouldBe("to");
        (await BackfillAsync(test, schedule, now, now.AddSeconds(-1), 1)).Problem!.Field.ShouldBe("from");
        (await BackfillAsync(test, schedule, DateTimeOffset.MinValue, now, 1)).Problem!.Field.ShouldBe("from");
        (await BackfillAsync(test, schedule, now, now, 1_001)).Problem!.Field.ShouldBe("limit");
        (await BackfillAsync(test, byHand, now, now, 1)).Problem!.Field.ShouldBe("schedule");
    }

    private static async Task<BackfillAnswer> BackfillAsync(
        EngineUnderTest test,
        Schedule schedule,
        DateTimeOffset from,
        DateTimeOffset to,
        int limit
    ) => await test.Engine.Schedules.BackfillAsync(schedule.Id, from, to, limit, Actor.Node, default);

    /// <summary>The node goes down and comes back after a time.</summary>
    private static async Task ComesBackAsync(EngineUnderTest test, TimeSpan after)
    {
        await test.StopAsync();
        test.Clock.Advance(after);
        await test.StartAgainAsync();
        await test.LooksAsync();
    }
}
