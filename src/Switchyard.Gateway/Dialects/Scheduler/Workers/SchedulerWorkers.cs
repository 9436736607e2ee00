using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchyard.Contracts.Workers;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Workers;
using Switchyard.Engine.Workers.Polling;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.Bodies;

namespace Switchyard.Gateway.Dialects.Scheduler.Workers;

/// <summary>Workers, whichever way they are connected: seen, set, and heard of by their heartbeats.</summary>
internal sealed class SchedulerWorkers(IWorkers workers, SchedulerAnswers answers, TimeProvider clock)
{
    /// <summary>Where a worker registers, among the native API's paths.</summary>
    public const string RegisterPath = "/api/v1/workers/register";

    private const string Tag = "workers";
    private const string One = "/api/workers/{worker_id}";

    public void Map(IEndpointRouteBuilder routes, SchedulerGuard guard)
    {
        routes
            .MapGet("/api/workers", guard.For(ApiScopes.Read, "read", ListAsync))
            .Answers<IReadOnlyList<WorkerView>>(
                Tag,
                "Workers in service, those that left within the last minute, and those that only send heartbeats."
            );
        routes.MapGet(One, guard.For(ApiScopes.Read, "read", GetAsync)).Answers<WorkerView>(Tag, "A worker.");
        routes
            .MapPut(One, guard.For(ApiScopes.Work, "work", ChangeAsync))
            .Answers<WorkerView>(Tag, "Set something of a worker, at once.", 200, typeof(WorkerSettings));
        routes
            .MapPost(RegisterPath, guard.For(ApiScopes.Work, "work", RegisterAsync))
            .Answers<WorkerView>(Tag, "Register a worker that sends heartbeats.", 201, typeof(WorkerFields));
        routes
            .MapPost($"{One}/heartbeat", guard.For(ApiScopes.Work, "work", ReportAsync))
            .Answers<WorkerView>(
                Tag,
                "A worker's sign of life; the first one registers it.",
                200,
                typeof(WorkerFields)
            );
    }

    private Task ListAsync(HttpContext context, Caller caller) =>
        answers.SendAsync(context, 200, [.. workers.List().Select(View)], SchedulerJson.Default.Workers);

    private Task GetAsync(HttpContext context, Caller caller) => SendAsync(context, 200, IdOf(context));

    private async Task ChangeAsync(HttpContext context, Caller caller)
    {
        if (await ReadAsync(context, mayBeEmpty: false) is not { } body)
        {
            return;
        }

        var (change, problem) = WorkerReader.Change(body);
        if (problem is { } wrong)
        {
            await answers.FailAsync(context, wrong);
            return;
        }

        var by = Requester.Of(context, caller, Dialect.Scheduler);
        var access = await workers.ChangeAsync(IdOf(context), by, change, context.RequestAborted);
        await AnswerAsync(context, access, 200, IdOf(context), "Worker updated");
    }

    private async Task RegisterAsync(HttpContext context, Caller caller)
    {
        if (await ReadAsync(context, mayBeEmpty: false) is not { } body)
        {
            return;
        }

        var (id, problem) = WorkerReader.Name(body);
        await (
            problem is { } wrong
                ? answers.FailAsync(context, wrong)
                : TakeAsync(context, caller, id, body, 201, "Worker registered")
        );
    }

    private async Task ReportAsync(HttpContext context, Caller caller)
    {
        if (await ReadAsync(context, mayBeEmpty: true) is { } body)
        {
            await TakeAsync(context, caller, IdOf(context), body, 200, "OK");
        }
    }

    private Task TakeAsync(HttpContext context, Caller caller, string id, JsonElement body, int status, string message)
    {
        var (report, problem) = WorkerReader.Report(body, context.Connection.RemoteIpAddress?.ToString() ?? "");
        return problem is { } wrong
            ? answers.FailAsync(context, wrong)
            : AnswerAsync(context, workers.Report(new WorkerName(id, caller), report), status, id, message);
    }

    private async Task<JsonElement?> ReadAsync(HttpContext context, bool mayBeEmpty)
    {
        var body = await RequestBody.ReadAsync(context, BodyLimits.Small, clock);
        if (SchedulerBody.TryRead(body, mayBeEmpty, out var value, out var problem))
        {
            return value;
        }

        await answers.FailAsync(context, problem);
        return null;
    }

    private static string IdOf(HttpContext context) => (string)context.Request.RouteValues["worker_id"]!;

    private Task AnswerAsync(HttpContext context, PollingAccess access, int status, string id, string message) =>
        SchedulerErrors.Of(access) is { } refused
            ? answers.FailAsync(context, refused)
            : SendAsync(context, status, id, message);

    private Task SendAsync(HttpContext context, int status, string id, string message = "OK") =>
        workers.Find(id) is { } worker
            ? answers.SendAsync(context, status, View(worker), SchedulerJson.Default.Worker, message)
            : answers.FailAsync(context, SchedulerErrors.NoSuchWorker);

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
            worker.IsEnabled,
            worker.System is { } usage ? new SystemInfo(usage.Cpu, usage.Memory, usage.Disk) : null
        );
}
