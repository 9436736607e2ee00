using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchyard.Contracts.Workers;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Storage;
using Switchyard.Gateway.Dialects.Native.Jobs;
using Switchyard.Gateway.Dialects.Native.Keys;
using Switchyard.Gateway.Dialects.Native.Workers;

namespace Switchyard.Gateway.Dialects.Native;

/// <summary>The native API, under <c>/api/v1</c> on the console listener.</summary>
internal sealed class NativeDialect(
    NativeGuard guard,
    NativeJobs jobs,
    NativeOrders orders,
    NativeKeys keys,
    NativeNode node,
    WorkerEndpoint workers
) : IDialect
{
    /// <summary>Where its paths begin.</summary>
    public const string Prefix = "/api/v1";

    private const ApiScopes Own = ApiScopes.Read | ApiScopes.Submit;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/jobs", guard.For(ApiScopes.Submit, jobs.SubmitAsync));
        routes.MapGet("/api/v1/jobs", guard.For(Own, jobs.ListAsync));
        routes.MapGet("/api/v1/jobs/{id}", guard.For(Own, jobs.GetAsync));
        routes.MapGet("/api/v1/jobs/{id}/attempts", guard.For(Own, jobs.GetAttemptsAsync));
        routes.MapGet("/api/v1/jobs/{id}/why", guard.For(Own, jobs.GetWhyAsync));
        Order(routes, "start", OrderKind.Start);
        Order(routes, "pause", OrderKind.Pause);
        Order(routes, "resume", OrderKind.Resume);
        Order(routes, "cancel", OrderKind.Cancel);
        Order(routes, "retry", OrderKind.Retry);
        routes.MapDelete("/api/v1/jobs/{id}", guard.For(ApiScopes.Submit, orders.DeleteAsync));
        routes.MapPost("/api/v1/keys", guard.For(ApiScopes.Admin, keys.CreateAsync));
        routes.MapGet("/api/v1/keys", guard.For(ApiScopes.Admin, keys.ListAsync));
        routes.MapDelete("/api/v1/keys/{id}", guard.For(ApiScopes.Admin, keys.DeleteAsync));
        routes.MapGet("/api/v1/workers", guard.For(ApiScopes.Read, node.ListWorkersAsync));
        routes.MapGet(WorkerProtocol.Path, guard.ForSocket(ApiScopes.Work, workers.ConnectAsync));
        routes.MapGet("/api/v1/stats", guard.For(Own, node.GetStatsAsync));
    }

    public Task WriteFailureAsync(HttpContext context, GatewayFailure failure) =>
        NativeErrors.WriteAsync(context, NativeErrors.Of(failure));

    private void Order(IEndpointRouteBuilder routes, string word, OrderKind order) =>
        routes.MapPost(
            $"/api/v1/jobs/{{id}}/{word}",
            guard.For(ApiScopes.Submit, (context, caller) => orders.CarryOutAsync(context, caller, order))
        );
}
