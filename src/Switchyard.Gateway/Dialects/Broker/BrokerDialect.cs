using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Workers;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.OpenApi;
using Switchyard.Gateway.Sockets;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>createTask, getTaskResult and their kin; workers on a WebSocket; the lists of both.</summary>
internal sealed class BrokerDialect(
    IJobs jobs,
    IWorkers workers,
    Doorkeeper doorkeeper,
    BrokerModel model,
    ApiPages pages,
    TimeProvider clock,
    ILogger<BrokerDialect> logger
) : IDialect
{
    private const int MaxWorkerId = 255;
    private const int MaxListed = 1000;
    private const int MaxPages = 10;

    private static readonly HashSet<JobState> Unfinished =
    [
        JobState.Draft,
        JobState.Scheduled,
        JobState.Pending,
        JobState.Running,
        JobState.Paused,
    ];

    private readonly BrokerGuard _guard = new(doorkeeper, clock);
    private readonly BrokerMethods _methods = new(jobs, new BrokerGuard(doorkeeper, clock), model, clock);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/createTask", _methods.CreateTaskAsync).Describe(BrokerDocs.CreateTask);
        routes.MapPost("/getTaskResult", _methods.GetTaskResultAsync).Describe(BrokerDocs.GetTaskResult);
        routes.MapPost("/getBalance", _methods.GetBalanceAsync).Describe(BrokerDocs.GetBalance);
        routes.MapGet("/api/nodes", GetNodesAsync).Describe(BrokerDocs.Nodes);
        routes.MapGet("/api/tasks", GetTasksAsync).Describe(BrokerDocs.TaskPool);
        routes.MapGet("/worker/{worker_id}", WorkAsync).ExcludeFromDescription();
        pages.Map(routes, "");
    }

    public Task WriteFailureAsync(HttpContext context, GatewayFailure failure) => _guard.FailAsync(context, failure);

    private async Task GetNodesAsync(HttpContext context)
    {
        if (await _guard.AdmitAsync(context, PresentedKey.Of(context.Request), ApiScopes.Read) is not null)
        {
            // Clients of this API watch the nodes that they run: the server's own worker, and one that is only heard of by
            // the scheduler's heartbeats, are none of them.
            var nodes = workers.List().Where(worker => !worker.IsReportedOnly && !worker.Hello.IsOwn);
            var body = BrokerLists.Nodes([.. nodes], clock.GetUtcNow(), model.TimeZone);
            await _guard.SendAsync(context, StatusCodes.Status200OK, body);
        }
    }

    private async Task GetTasksAsync(HttpContext context)
    {
        if (await _guard.AdmitAsync(context, PresentedKey.Of(context.Request), ApiScopes.Read) is not { } caller)
        {
            return;
        }

        var limit = MaxListed;
        if (context.Request.Query.TryGetValue("limit", out var given))
        {
            if (!int.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out limit))
            {
                await _guard.RefuseAsync(context, [BrokerProblem.NotInteger("query", "limit")]);
                return;
            }

            if (limit < 1)
            {
                await _guard.RefuseAsync(context, [BrokerProblem.TooSmall(1, "query", "limit")]);
                return;
            }
        }

        var tasks = await ListAsync(caller, Math.Min(limit, MaxListed), context.RequestAborted);
        var counts = jobs.Count(Dialect.Broker, caller.Sees);
        await _guard.SendAsync(
            context,
            StatusCodes.Status200OK,
            BrokerLists.Tasks(counts, tasks, model.TimeZone, caller.IdFormat)
        );
    }

    private async ValueTask<List<JobSnapshot>> ListAsync(Caller caller, int limit, CancellationToken cancellation)
    {
        var tasks = new List<JobSnapshot>();
        long? before = null;
        // A page may be short of unfinished tasks where finished ones crowd it; ten pages look at 200,000 of them.
        for (var page = 0; page < MaxPages; page++)
        {
            var query = new JobQuery
            {
                States = Unfinished,
                Dialect = Dialect.Broker,
                Owner = caller.Sees,
                Before = before,
                Limit = limit - tasks.Count,
            };
            var found = await jobs.ListAsync(query, cancellation);
            tasks.AddRange(found.Jobs);
            before = found.Before;
            if (before is null || tasks.Count >= limit)
            {
                break;
            }
        }

        return tasks;
    }

    private async Task WorkAsync(HttpContext context)
    {
        var workerId = (string)context.GetRouteValue("worker_id")!;
        if (!context.WebSockets.IsWebSocketRequest || workerId.Length > MaxWorkerId)
        {
            await _guard.FailAsync(context, GatewayFailure.BadRequest);
            return;
        }

        if (await _guard.AdmitAsync(context, PresentedKey.OfSocket(context.Request), ApiScopes.Work) is not { } caller)
        {
            return;
        }

        // Deflate is declined: for 1,000 workers it would hold 300 MiB, and loopback gains nothing by it.
        using var socket = await SocketAcceptance.AcceptAsync(context, compress: false);
        var address = context.Connection.RemoteIpAddress;
        using var worker = new BrokerSocket(
            socket,
            workerId,
            caller,
            (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString() ?? "",
            workers,
            clock,
            logger
        );
        await worker.RunAsync();
    }
}
