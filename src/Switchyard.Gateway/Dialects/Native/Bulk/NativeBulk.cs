using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Switchyard.Contracts.Bulk;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Bulk;
using Switchyard.Engine.Jobs;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.Bodies;

namespace Switchyard.Gateway.Dialects.Native.Bulk;

/// <summary>Orders to many jobs at once.</summary>
internal sealed class NativeBulk(IBulkActions bulk, TimeProvider clock)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    private static NativeProblem NoSuchBulk { get; } = new(404, ProblemCodes.NotFound, "There is no such bulk action.");

    public void Map(IEndpointRouteBuilder routes, NativeGuard guard)
    {
        const ApiScopes own = ApiScopes.Read | ApiScopes.Submit;
        const string path = $"{NativeDialect.Prefix}/bulk";
        routes
            .MapPost(path, guard.For(ApiScopes.Submit, StartAsync))
            .Answers<BulkView>(
                "bulk",
                "Start, pause, resume, cancel, retry or delete all jobs that match, or count them.",
                202,
                typeof(BulkCreation)
            );
        routes
            .MapGet(path, guard.For(own, ListAsync))
            .Answers<BulkList>(
                "bulk",
                "Bulk actions, the newest first.",
                query:
                [
                    new("limit", "1 to 1000; default 50.", JsonSchemaType.Integer),
                    new("before", "The cursor of the page before.", JsonSchemaType.Integer),
                ]
            );
        routes
            .MapGet($"{path}/{{id}}", guard.For(own, GetAsync))
            .Answers<BulkView>(
                "bulk",
                "A bulk action and how far it got.",
                query: [new("wait", "Seconds to wait for its end, 0 to 60.", JsonSchemaType.Number)]
            );
        routes
            .MapPost($"{path}/{{id}}/stop", guard.For(ApiScopes.Submit, StopAsync))
            .Answers<BulkView>("bulk", "Stop one; what it has done stays done.");
    }

    private async Task StartAsync(HttpContext context, Caller caller)
    {
        var body = await RequestBody.ReadAsync(context, BodyLimits.Small, clock);
        if (!BulkTranslator.TryRead(body.Span, out var request, out var problem))
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var by = Requester.Of(context, caller, Dialect.Native);
        var answer = await bulk.StartAsync(request, by, context.RequestAborted);
        if (answer.Action is not { } started)
        {
            var detail = answer.Problem ?? "";
            await NativeErrors.WriteAsync(
                context,
                answer.IsBusy ? new(429, ProblemCodes.Busy, detail) : NativeErrors.Invalid(detail)
            );
            return;
        }

        context.Response.Headers.Location = string.Create(
            CultureInfo.InvariantCulture,
            $"{context.Request.PathBase}{NativeDialect.Prefix}/bulk/{started.Id}"
        );
        await SendAsync(context, 202, started);
    }

    private async Task ListAsync(HttpContext context, Caller caller)
    {
        var query = new NativeQuery(context.Request);
        var (limit, before) = (query.Limit(), query.Before());
        if (query.Problem is { } problem)
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var page = await bulk.ListAsync(caller.Sees, before, limit, context.RequestAborted);
        var list = new BulkList([.. page.Bulk.Select(BulkTranslator.View)], page.Before);
        await NativeAnswers.SendAsync(context, 200, list, ContractsJson.Default.BulkList, clock);
    }

    private async Task GetAsync(HttpContext context, Caller caller)
    {
        var query = new NativeQuery(context.Request);
        var wait = query.Wait(MaxWait);
        if (query.Problem is { } problem)
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var found = await bulk.WaitAsync(IdOf(context), caller.Sees, wait, context.RequestAborted);
        await (found is null ? NativeErrors.WriteAsync(context, NoSuchBulk) : SendAsync(context, 200, found));
    }

    private async Task StopAsync(HttpContext context, Caller caller)
    {
        var by = Requester.Of(context, caller, Dialect.Native);
        var found = await bulk.StopAsync(IdOf(context), by, context.RequestAborted);
        await (found is null ? NativeErrors.WriteAsync(context, NoSuchBulk) : SendAsync(context, 200, found));
    }

    /// <summary>The id in the path; 0, which nothing has, when there is none.</summary>
    private static long IdOf(HttpContext context) =>
        long.TryParse(
            (string?)context.Request.RouteValues["id"],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var id
        )
            ? id
            : 0;

    private Task SendAsync(HttpContext context, int status, BulkAction action) =>
        NativeAnswers.SendAsync(context, status, BulkTranslator.View(action), ContractsJson.Default.BulkView, clock);
}
