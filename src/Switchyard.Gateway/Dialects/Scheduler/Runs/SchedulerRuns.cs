using System.Globalization;
using Microsoft.AspNetCore.Http;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Storage;
using Switchyard.Gateway.Auth;

namespace Switchyard.Gateway.Dialects.Scheduler.Runs;

/// <summary>Runs listed, shown, cancelled and tried again.</summary>
internal sealed class SchedulerRuns(ISchedules schedules, IJobs jobs, RunReads reads, SchedulerAnswers answers)
{
    public async Task ListAsync(HttpContext context, Caller caller)
    {
        var given = new SchedulerQuery(context.Request);
        var (page, size, filter) = (given.Page, given.Size, given.Word("status", RunWords.Filters));
        if (given.Problem is { } problem)
        {
            await answers.FailAsync(context, problem);
            return;
        }

        var query = new ScheduleRunQuery
        {
            ScheduleId = SchedulerIds.Of(context, "task_id"),
            Page = page,
            Size = size,
            States = filter?.States,
            TimedOut = filter?.TimedOut,
        };
        var aborted = context.RequestAborted;
        if (await schedules.RunsAsync(query, caller.Sees, aborted) is not { } found)
        {
            await answers.FailAsync(context, SchedulerErrors.NoSuchTask);
            return;
        }

        var views = new List<RunView>(found.Runs.Count);
        foreach (var run in found.Runs)
        {
            // A page has no results. Deleted in between: it is shown as it was a moment ago.
            var whole = await jobs.GetAsync(new JobRef(run.Job.Id, null), caller.Sees, aborted);
            var shown = whole is null ? run : run with { Job = whole };
            views.Add(await reads.ViewAsync(shown, RunReads.MaxListedOutput, aborted));
        }

        await answers.SendAsync(
            context,
            200,
            SchedulerRecords.Listing<RunView>.Of(views, found.Total, page, size),
            SchedulerJson.Default.Runs
        );
    }

    public async Task GetAsync(HttpContext context, Caller caller)
    {
        if (await FindAsync(context, caller) is { } run)
        {
            await SendAsync(context, 200, run, "OK");
        }
    }

    public Task CancelAsync(HttpContext context, Caller caller) =>
        OrderAsync(context, caller, OrderKind.Cancel, "Run cancelled");

    public Task RetryAsync(HttpContext context, Caller caller) =>
        OrderAsync(context, caller, OrderKind.Retry, "Run queued again");

    /// <summary>Answers with a run that was just made.</summary>
    public Task SendMadeAsync(HttpContext context, ScheduleRun run)
    {
        context.Response.Headers.Location = string.Create(
            CultureInfo.InvariantCulture,
            $"{context.Request.PathBase}/api/runs/{run.Job.Id}"
        );
        return SendAsync(context, 201, run, "Task triggered");
    }

    /// <summary>The run of the path; null when there is none, which is answered then.</summary>
    public async Task<ScheduleRun?> FindAsync(HttpContext context, Caller caller)
    {
        var job = new JobRef(SchedulerIds.Of(context, "run_id"), null);
        var run = await schedules.GetRunAsync(job, caller.Sees, context.RequestAborted);
        if (run is null)
        {
            await answers.FailAsync(context, SchedulerErrors.NoSuchRun);
        }

        return run;
    }

    private async Task OrderAsync(HttpContext context, Caller caller, OrderKind order, string message)
    {
        if (await FindAsync(context, caller) is not { } run)
        {
            return;
        }

        var job = new JobRef(run.Job.Id, null);
        var by = Requester.Of(context, caller, Dialect.Scheduler);
        var outcome = await jobs.OrderAsync(job, by, order, context.RequestAborted);
        if (outcome is { Answer: OrderAnswer.Refused, State: { } state })
        {
            var reason = state == run.Job.State ? run.Job.Reason : FailureReason.None;
            await answers.FailAsync(context, SchedulerErrors.WrongStatus(RunWords.Of(state, reason)));
        }
        else if (await FindAsync(context, caller) is { } now)
        {
            await SendAsync(context, 200, now, message);
        }
    }

    private async Task SendAsync(HttpContext context, int status, ScheduleRun run, string message) =>
        await answers.SendAsync(
            context,
            status,
            await reads.ViewAsync(run, RunReads.MaxOutput, context.RequestAborted),
            SchedulerJson.Default.Run,
            message
        );
}
