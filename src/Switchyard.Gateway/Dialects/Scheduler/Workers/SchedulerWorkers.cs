using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Workers;

namespace Switchyard.Gateway.Dialects.Scheduler.Workers;

/// <summary>Workers, whichever way they are connected.</summary>
internal sealed class SchedulerWorkers(IWorkers workers, SchedulerAnswers answers)
{
    private const string Tag = "workers";

    public void Map(IEndpointRouteBuilder routes, SchedulerGuard guard)
    {
        routes
            .MapGet("/api/workers", guard.For(ApiScopes.Read, "read", ListAsync))
            .Answers<IReadOnlyList<WorkerView>>(Tag, "Workers in service, and those that left within the last minute.");
        routes
            .MapGet("/api/workers/{worker_id}", guard.For(ApiScopes.Read, "read", GetAsync))
            .Answers<WorkerView>(Tag, "A worker.");
    }

    private Task ListAsync(HttpContext context, Caller caller) =>
        answers.SendAsync(context, 200, [.. workers.List().Select(View)], SchedulerJson.Default.Workers);

    private Task GetAsync(HttpContext context, Caller caller)
    {
        var id = (string?)context.Request.RouteValues["worker_id"];
        var worker = workers.List().FirstOrDefault(worker => worker.Hello.Id == id);
        return worker is null
            ? answers.FailAsync(context, SchedulerErrors.NoSuchWorker)
            : answers.SendAsync(context, 200, View(worker), SchedulerJson.Default.Worker);
    }

    private static WorkerView View(WorkerStatus worker) =>
        new(
            worker.Hello.Id,
            worker.Hello.Id,
            !worker.IsOnline ? "offline"
                : worker.Held >= worker.Hello.Capacity ? "busy"
                : "online",
            worker.LastSeenAt,
            worker.Held,
            worker.Hello.Capacity,
            worker.Hello.Tags,
            worker.Hello.Types,
            !worker.IsDraining
        );
}
