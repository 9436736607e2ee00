using System.Globalization;
using Microsoft.AspNetCore.Http;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.Bodies;

namespace Switchyard.Gateway.Dialects.Scheduler.Tasks;

/// <summary>Tasks made, listed, changed and deleted.</summary>
internal sealed class SchedulerTasks(ISchedules schedules, SchedulerAnswers answers, TimeProvider clock)
{
    private const int ShownRuns = 5;
    private const int MaxSearch = 255;

    private readonly TaskReader _reader = new(schedules);

    public async Task CreateAsync(HttpContext context, Caller caller)
    {
        var body = await RequestBody.ReadAsync(context, BodyLimits.Single, clock);
        if (!SchedulerBody.TryRead(body, false, out var given, out var malformed))
        {
            await answers.FailAsync(context, malformed);
            return;
        }

        var (task, problem) = _reader.Create(given.Value);
        if (problem is { } wrong)
        {
            await answers.FailAsync(context, wrong);
            return;
        }

        var by = Requester.Of(context, caller, Dialect.Scheduler);
        var answer = await schedules.CreateAsync(task, by, context.RequestAborted);
        if (answer.Schedule is { } made)
        {
            context.Response.Headers.Location = string.Create(
                CultureInfo.InvariantCulture,
                $"{context.Request.PathBase}/api/tasks/{made.Id}"
            );
        }

        await AnswerAsync(context, answer, 201, "Task created");
    }

    public async Task ListAsync(HttpContext context, Caller caller)
    {
        var given = new SchedulerQuery(context.Request);
        var query = new ScheduleQuery
        {
            Sees = caller.Sees,
            Page = given.Page,
            Size = given.Size,
            Status = given.Word("status", TaskWords.Statuses),
            Search = given.Text("search", MaxSearch),
        };
        if (given.Problem is { } problem)
        {
            await answers.FailAsync(context, problem);
            return;
        }

        var page = await schedules.ListAsync(query, context.RequestAborted);
        await answers.SendAsync(
            context,
            200,
            SchedulerRecords.Listing<TaskView>.Of(
                [.. page.Schedules.Select(TaskTranslator.Row)],
                page.Total,
                query.Page,
                query.Size
            ),
            SchedulerJson.Default.Tasks
        );
    }

    public async Task GetAsync(HttpContext context, Caller caller)
    {
        var found = await schedules.GetAsync(IdOf(context), caller.Sees, context.RequestAborted);
        await (
            found is null
                ? answers.FailAsync(context, SchedulerErrors.NoSuchTask)
                : SendAsync(context, 200, found, "OK")
        );
    }

    public async Task ChangeAsync(HttpContext context, Caller caller)
    {
        var body = await RequestBody.ReadAsync(context, BodyLimits.Single, clock);
        if (!SchedulerBody.TryRead(body, false, out var given, out var malformed))
        {
            await answers.FailAsync(context, malformed);
            return;
        }

        var aborted = context.RequestAborted;
        if (await schedules.GetAsync(IdOf(context), caller.Sees, aborted) is not { } found)
        {
            await answers.FailAsync(context, SchedulerErrors.NoSuchTask);
            return;
        }

        var (task, problem) = _reader.Change(found.Request, given.Value);
        if (problem is { } wrong)
        {
            await answers.FailAsync(context, wrong);
            return;
        }

        var by = Requester.Of(context, caller, Dialect.Scheduler);
        var answer = await schedules.ChangeAsync(found.Id, _ => task, found.Version, by, aborted);
        await AnswerAsync(context, answer, 200, "Task updated");
    }

    public async Task DeleteAsync(HttpContext context, Caller caller)
    {
        var by = Requester.Of(context, caller, Dialect.Scheduler);
        var answer = await schedules.DeleteAsync(IdOf(context), by, context.RequestAborted);
        await (
            SchedulerErrors.Of(answer, null) is { } refused
                ? answers.FailAsync(context, refused)
                : answers.SendAsync(context, 200, null, SchedulerJson.Default.EnvelopeObject, "Task deleted")
        );
    }

    public async Task PreviewAsync(HttpContext context, Caller caller)
    {
        var body = await RequestBody.ReadAsync(context, BodyLimits.Small, clock);
        if (!SchedulerBody.TryRead(body, false, out var given, out var malformed))
        {
            await answers.FailAsync(context, malformed);
            return;
        }

        var (slots, problem) = _reader.Preview(given.Value);
        await (
            problem is { } wrong
                ? answers.FailAsync(context, wrong)
                : answers.SendAsync(context, 200, new PreviewView(slots), SchedulerJson.Default.Preview)
        );
    }

    private static long IdOf(HttpContext context) => SchedulerIds.Of(context, "task_id");

    private Task AnswerAsync(HttpContext context, ScheduleAnswer answer, int status, string message) =>
        SchedulerErrors.Of(answer.Kind, answer.Problem) is { } refused
            ? answers.FailAsync(context, refused)
            : SendAsync(context, status, answer.Schedule!, message);

    private Task SendAsync(HttpContext context, int status, Schedule schedule, string message)
    {
        // One that has no next slot does not run of itself, whatever its cron text says.
        var task = schedule.Request;
        var next =
            schedule.Slot is { } slot && task.Calendar is { } calendar
                ? [slot, .. schedules.Preview(calendar, task.TimeZone, slot, ShownRuns - 1).Slots]
                : (IReadOnlyList<DateTimeOffset>)[];
        return answers.SendAsync(
            context,
            status,
            TaskTranslator.View(schedule, next),
            SchedulerJson.Default.Task,
            message
        );
    }
}
