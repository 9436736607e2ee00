using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Keys;
using Switchyard.Contracts.Stats;
using Switchyard.Contracts.Workers;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Storage;
using Switchyard.Gateway.Dialects.Native.Audit;
using Switchyard.Gateway.Dialects.Native.Backups;
using Switchyard.Gateway.Dialects.Native.Bulk;
using Switchyard.Gateway.Dialects.Native.Events;
using Switchyard.Gateway.Dialects.Native.Jobs;
using Switchyard.Gateway.Dialects.Native.Keys;
using Switchyard.Gateway.Dialects.Native.Schedules;
using Switchyard.Gateway.Dialects.Native.Workers;
using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Dialects.Native;

/// <summary>The native API, under <c>/api/v1</c> on the console listener.</summary>
internal sealed class NativeDialect(
    NativeGuard guard,
    NativeJobs jobs,
    NativeOrders orders,
    NativeKeys keys,
    NativeNode node,
    NativeLogs logs,
    NativeBulk bulk,
    ScheduleRoutes schedules,
    NativeEvents events,
    NativeAudit audit,
    NativeBackups backups,
    WorkerEndpoint workers,
    HttpWorkerRoutes httpWorkers,
    ApiPages pages
) : IDialect
{
    /// <summary>Where its paths begin.</summary>
    public const string Prefix = "/api/v1";

    private const ApiScopes Own = ApiScopes.Read | ApiScopes.Submit;

    public void Map(IEndpointRouteBuilder routes)
    {
        MapJobs(routes);
        MapKeys(routes);
        routes
            .MapGet("/api/v1/workers", guard.For(ApiScopes.Read, node.ListWorkersAsync))
            .Answers<WorkerList>("node", "Workers that are in service, or were within the last minute.");
        httpWorkers.Map(routes);
        routes
            .MapGet(WorkerProtocol.Path, guard.ForSocket(ApiScopes.Work, workers.ConnectAsync))
            .ExcludeFromDescription(); // a WebSocket, which OpenAPI has no words for
        routes
            .MapGet("/api/v1/stats", guard.For(Own, node.GetStatsAsync))
            .Answers<StatsView>("node", "How many jobs are in each state.");
        logs.Map(routes, guard);
        bulk.Map(routes, guard);
        schedules.Map(routes, guard);
        events.Map(routes, guard);
        audit.Map(routes, guard);
        backups.Map(routes, guard);
        pages.Map(routes, Prefix);
    }

    private void MapJobs(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/v1/jobs", guard.For(ApiScopes.Submit, jobs.SubmitAsync))
            .DescribeWhole(
                NativeDocs.Doc<JobReference>(
                    "jobs",
                    "Submit a job, or up to 10,000 as an array, which are answered as {\"jobs\":[…]}.",
                    201,
                    typeof(JobSubmission)
                ) with
                {
                    AnswerToMany = typeof(JobReferences),
                    Headers =
                    [
                        new QueryDoc("Idempotency-Key", "The same call again, within a day, has the same jobs."),
                        new QueryDoc("traceparent", "The trace that the jobs belong to, as W3C Trace Context has it."),
                    ],
                }
            );
        routes
            .MapGet("/api/v1/jobs", guard.For(Own, jobs.ListAsync))
            .Answers<JobList>(
                "jobs",
                "A page of jobs, newest first.",
                query:
                [
                    new("state", "One or more states, separated by commas."),
                    new("type", "The exact type."),
                    new("tag", "A tag among those that a worker must have."),
                    new("reason", "Why they failed: error, non_retryable, timeout, expired or worker_lost."),
                    new("created_from", "Submitted at this time or later, as 2030-01-02T12:00:00Z."),
                    new("created_before", "Submitted before this time."),
                    new(
                        "key",
                        "The id of the key that submitted them, 0 for anonymous callers; for admins.",
                        JsonSchemaType.Integer
                    ),
                    new("dialect", "The API that they came in by."),
                    new("limit", "1 to 1000; default 50.", JsonSchemaType.Integer),
                    new("before", "The cursor of the page before.", JsonSchemaType.Integer),
                ]
            );
        routes
            .MapGet("/api/v1/jobs/{id}", guard.For(Own, jobs.GetAsync))
            .Answers<JobView>(
                "jobs",
                "A job, named by its number or uuid.",
                query:
                [
                    new("wait", "Seconds to wait for its end, 0 to 60.", JsonSchemaType.Number),
                    new("payload", "false leaves the payload out.", JsonSchemaType.Boolean),
                ]
            );
        routes
            .MapGet("/api/v1/jobs/{id}/attempts", guard.For(Own, jobs.GetAttemptsAsync))
            .Answers<JobAttempts>("jobs", "Its attempts that failed or were lost.");
        routes
            .MapGet("/api/v1/jobs/{id}/why", guard.For(Own, jobs.GetWhyAsync))
            .Answers<JobWhyView>("jobs", "Why it is not running.");
        MapOrder(routes, "start", OrderKind.Start, "Start a draft.");
        MapOrder(routes, "pause", OrderKind.Pause, "Set a job aside; a running one's worker is asked.");
        MapOrder(routes, "resume", OrderKind.Resume, "Put a paused job back.");
        MapOrder(routes, "cancel", OrderKind.Cancel, "End a job that has not ended.");
        MapOrder(routes, "retry", OrderKind.Retry, "Run a failed or cancelled job again.");
        routes
            .MapDelete("/api/v1/jobs/{id}", guard.For(ApiScopes.Submit, orders.DeleteAsync))
            .AnswersNothing("jobs", "Remove a job that is not running.");
    }

    private void MapKeys(IEndpointRouteBuilder routes)
    {
        routes
            .MapPost("/api/v1/keys", guard.For(ApiScopes.Admin, keys.CreateAsync))
            .Answers<CreatedKeyView>("keys", "Make a key, which is shown this once.", 201, typeof(KeyCreation));
        routes
            .MapGet("/api/v1/keys", guard.For(ApiScopes.Admin, keys.ListAsync))
            .Answers<KeyList>("keys", "All keys, without their secrets.");
        routes
            .MapDelete("/api/v1/keys/{id}", guard.For(ApiScopes.Admin, keys.DeleteAsync))
            .AnswersNothing("keys", "Remove a key; its jobs stay.");
    }

    private void MapOrder(IEndpointRouteBuilder routes, string word, OrderKind order, string summary) =>
        routes
            .MapPost(
                $"/api/v1/jobs/{{id}}/{word}",
                guard.For(ApiScopes.Submit, (context, caller) => orders.CarryOutAsync(context, caller, order))
            )
            .Answers<JobOrderView>("jobs", summary);

    public Task WriteFailureAsync(HttpContext context, GatewayFailure failure) =>
        NativeErrors.WriteAsync(context, NativeErrors.Of(failure));
}
