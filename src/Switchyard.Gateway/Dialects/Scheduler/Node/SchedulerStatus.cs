using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Schedules;
using Switchyard.Engine.Workers;

namespace Switchyard.Gateway.Dialects.Scheduler.Node;

/// <summary>How things stand, from kept counts.</summary>
internal sealed class SchedulerStatus(ISchedules schedules, IJobs jobs, IWorkers workers, SchedulerAnswers answers)
{
    public void Map(IEndpointRouteBuilder routes, SchedulerGuard guard) =>
        routes
            .MapGet("/api/system/status", guard.For(ApiScopes.Read | ApiScopes.Submit, "read or submit", GetAsync))
            .Answers<StatusView>("system", "How many tasks, workers and runs there are.");

    private async Task GetAsync(HttpContext context, Caller caller)
    {
        var (owner, aborted) = (caller.Sees, context.RequestAborted);
        var tasks = await schedules.CountAsync(owner, aborted);
        var today = await schedules.CountTodayAsync(owner, aborted);
        var running = jobs.Count(Dialect.Scheduler, owner)[JobState.Running];
        var all = workers.List();
        var online = all.Count(worker => worker.IsOnline);
        var ended = today.Succeeded + today.Failed;
        var view = new StatusView(
            new(tasks.Total, tasks.Active, tasks.Paused, tasks.Disabled, running),
            new(all.Count, online, all.Count - online),
            ended,
            ended == 0 ? 100.0m : decimal.Round(100.0m * today.Succeeded / ended, 1)
        );
        await answers.SendAsync(context, 200, view, SchedulerJson.Default.Status);
    }
}
