using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Switchyard.Engine.Accounts;
using Switchyard.Gateway.Dialects.Scheduler.Runs;
using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Dialects.Scheduler.Tasks;

/// <summary>The routes of tasks and their runs.</summary>
internal sealed class TaskRoutes(SchedulerTasks tasks, SchedulerTrigger trigger, SchedulerRuns runs)
{
    private const string Tasks = "tasks";
    private const string Runs = "runs";
    private const string One = "/api/tasks/{task_id}";
    private const string Run = "/api/runs/{run_id}";
    private const ApiScopes Own = ApiScopes.Read | ApiScopes.Submit;
    private const string OwnWords = "read or submit";
    private const string Change = "submit";

    private static readonly QueryDoc Page = new("page", "From 1; default 1.", JsonSchemaType.Integer);
    private static readonly QueryDoc Size = new("size", "1 to 200; default 20.", JsonSchemaType.Integer);

    public void Map(IEndpointRouteBuilder routes, SchedulerGuard guard)
    {
        routes
            .MapPost("/api/tasks", guard.For(ApiScopes.Submit, Change, tasks.CreateAsync))
            .Answers<TaskView>(Tasks, "Create a task.", 201, typeof(TaskFields));
        routes
            .MapGet("/api/tasks", guard.For(Own, OwnWords, tasks.ListAsync))
            .Answers<SchedulerRecords.Listing<TaskView>>(
                Tasks,
                "A page of tasks, newest first.",
                query:
                [
                    Page,
                    Size,
                    new("status", "active, paused or disabled."),
                    new("search", "A part of the name, small and capital letters alike."),
                ]
            );
        routes
            .MapPost("/api/tasks/preview", guard.For(Own, OwnWords, tasks.PreviewAsync))
            .Answers<PreviewView>(Tasks, "When a cron text would run.", 200, typeof(PreviewFields));
        routes.MapGet(One, guard.For(Own, OwnWords, tasks.GetAsync)).Answers<TaskView>(Tasks, "A task.");
        routes
            .MapPut(One, guard.For(ApiScopes.Submit, Change, tasks.ChangeAsync))
            .Answers<TaskView>(Tasks, "Change a task: what the body does not name stays.", 200, typeof(TaskFields));
        routes
            .MapDelete(One, guard.For(ApiScopes.Submit, Change, tasks.DeleteAsync))
            .Answers<object>(Tasks, "Delete a task; its runs are kept as long as others.");
        routes
            .MapPost($"{One}/trigger", guard.For(ApiScopes.Submit, Change, trigger.TriggerAsync))
            .Answers<RunView>(Tasks, "Run a task now; the body may be empty.", 201, typeof(TriggerFields));
        routes
            .MapGet($"{One}/runs", guard.For(Own, OwnWords, runs.ListAsync))
            .Answers<SchedulerRecords.Listing<RunView>>(
                Runs,
                "A page of a task's runs, newest first.",
                query: [Page, Size, new("status", "pending, running, success, failed, timeout or cancelled.")]
            );
        routes.MapGet(Run, guard.For(Own, OwnWords, runs.GetAsync)).Answers<RunView>(Runs, "A run.");
        routes
            .MapPost($"{Run}/cancel", guard.For(ApiScopes.Submit, Change, runs.CancelAsync))
            .Answers<RunView>(Runs, "End a run that is not over; what it started is killed.");
        routes
            .MapPost($"{Run}/retry", guard.For(ApiScopes.Submit, Change, runs.RetryAsync))
            .Answers<RunView>(Runs, "Run a failed or cancelled run again, under its number.");
    }
}
