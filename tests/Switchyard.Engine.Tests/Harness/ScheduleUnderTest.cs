using System.Text;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;

namespace Switchyard.Engine.Tests.Harness;

/// <summary>The words in which tests of schedules are written. The clock starts on a full hour.</summary>
internal static class ScheduleUnderTest
{
    public static ScheduleRequest Request(string? calendar = "* * * * *") =>
        new()
        {
            Name = "it",
            Type = "work",
            Payload = Encoding.UTF8.GetBytes("{}"),
            Calendar = calendar,
        };

    public static async Task<Schedule> CreateAsync(
        this EngineUnderTest test,
        ScheduleRequest? request = null,
        Actor? by = null
    )
    {
        var answer = await test.Engine.Schedules.CreateAsync(request ?? Request(), by ?? Actor.Node, default);
        answer.Kind.ShouldBe(ScheduleAnswerKind.Done, answer.Problem?.ToString());
        return answer.Schedule.ShouldNotBeNull();
    }

    public static async Task<Schedule> ReadAsync(this EngineUnderTest test, Schedule schedule) =>
        (await test.Engine.Schedules.GetAsync(schedule.Id, null, default)).ShouldNotBeNull();

    public static async Task<Schedule> ChangeAsync(
        this EngineUnderTest test,
        Schedule schedule,
        Func<ScheduleRequest, ScheduleRequest> change
    )
    {
        var answer = await test.Engine.Schedules.ChangeAsync(schedule.Id, change, null, Actor.Node, default);
        answer.Kind.ShouldBe(ScheduleAnswerKind.Done, answer.Problem?.ToString());
        return answer.Schedule.ShouldNotBeNull();
    }

    public static async Task<ScheduleRun> TriggerAsync(this EngineUnderTest test, Schedule schedule)
    {
        var answer = await test.Engine.Schedules.TriggerAsync(schedule.Id, null, Actor.Node, default);
        answer.Kind.ShouldBe(ScheduleAnswerKind.Done, answer.Problem?.ToString());
        return answer.Run.ShouldNotBeNull();
    }

    /// <summary>The schedule's runs, the first one first.</summary>
    public static async Task<List<ScheduleRun>> RunsAsync(this EngineUnderTest test, Schedule schedule)
    {
        var runs = new List<ScheduleRun>();
        for (var number = 1; ; number++)
        {
            var query = new ScheduleRunQuery
            {
                ScheduleId = schedule.Id,
                Page = number,
                Size = 1_000,
            };
            var page = (await test.Engine.Schedules.RunsAsync(query, null, default)).ShouldNotBeNull();
            runs.InsertRange(0, page.Runs.Reverse());
            if (page.Runs.Count < query.Size)
            {
                page.Total.ShouldBeLessThanOrEqualTo(runs.Count); // it may be of a moment before, while slots are fired
                return runs;
            }
        }
    }

    /// <summary>Its slots that have runs, in seconds from the start of the clock; -1 by hand.</summary>
    public static async Task<List<int>> SlotsAsync(this EngineUnderTest test, Schedule schedule) =>
        [
            .. (await test.RunsAsync(schedule)).Select(run =>
                run.Slot is { } slot ? (int)(slot - new ManualTime().GetUtcNow()).TotalSeconds : -1
            ),
        ];

    public static async Task<List<JobState>> StatesAsync(this EngineUnderTest test, Schedule schedule) =>
        [.. (await test.RunsAsync(schedule)).Select(run => run.Job.State)];

    /// <summary>Lets time go by second by second, and all be fired that is due.</summary>
    public static async Task PassSecondsAsync(this EngineUnderTest test, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            test.Clock.Advance(TimeSpan.FromSeconds(1));
            await test.LooksAsync();
        }
    }

    /// <summary>Waits until all is fired that is due now.</summary>
    public static Task LooksAsync(this EngineUnderTest test) =>
        Eventually.HoldsAsync(
            "the schedules were looked at",
            () =>
            {
                test.Engine.Scheduler.Wake(); // the clock may have been moved just before it went to sleep
                return test.Engine.Scheduler.IdleAt == test.Clock.GetUtcNow();
            }
        );
}
