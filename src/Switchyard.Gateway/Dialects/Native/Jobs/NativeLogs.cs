using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Gateway.Logs;
using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Dialects.Native.Jobs;

/// <summary>Logs of jobs, page by page or as they are written.</summary>
internal sealed class NativeLogs(IJobLogs logs, LogStream stream, TimeProvider clock)
{
    private const int DefaultLimit = 1_000;
    private const int MaxLimit = 10_000;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    public void Map(IEndpointRouteBuilder routes, NativeGuard guard)
    {
        const ApiScopes own = ApiScopes.Read | ApiScopes.Submit;
        var after = new QueryDoc("after", "Only lines behind this place: `next` of the page before.");
        routes
            .MapGet($"{NativeDialect.Prefix}/jobs/{{id}}/logs", guard.For(own, GetAsync))
            .Answers<JobLogView>(
                "jobs",
                "What its workers said, line by line.",
                query:
                [
                    after,
                    new("limit", "Lines, 1 to 10000; default 1000.", JsonSchemaType.Integer),
                    new("wait", "Seconds to wait for lines when there are none, 0 to 60.", JsonSchemaType.Number),
                ]
            );
        routes
            .MapGet($"{NativeDialect.Prefix}/jobs/{{id}}/logs/stream", guard.For(own, StreamAsync))
            .DescribeWhole(
                new RouteDoc("jobs", "The same as it is written: server-sent events, up to the end of the job.")
                {
                    Query = [after],
                    Answers =
                    [
                        new AnswerDoc(200, typeof(string), "A stream of `line` events, and `end` as the last.")
                        {
                            ContentType = "text/event-stream",
                        },
                        .. NativeDocs.Refusals,
                    ],
                }
            );
    }

    private async Task GetAsync(HttpContext context, Caller caller)
    {
        var query = new NativeQuery(context.Request);
        var from = PlaceOf(query, context.Request);
        var (limit, wait) = (query.Limit(DefaultLimit, MaxLimit), query.Wait(MaxWait));
        if (query.Problem is { } problem)
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        if (
            !NativeJobName.TryRead(context, out var job)
            || await logs.ReadAsync(job, caller.Sees, from, limit, wait, context.RequestAborted) is not { } page
        )
        {
            await NativeErrors.WriteAsync(context, NativeErrors.NoSuchJob);
            return;
        }

        var view = new JobLogView([.. page.Lines.Select(LogStream.View)], page.Next.ToString(), page.IsEnd);
        await NativeAnswers.SendAsync(context, 200, view, ContractsJson.Default.JobLogView, clock);
    }

    private async Task StreamAsync(HttpContext context, Caller caller)
    {
        var query = new NativeQuery(context.Request);
        var from = PlaceOf(query, context.Request);
        if (query.Problem is { } problem)
        {
            await NativeErrors.WriteAsync(context, problem);
        }
        else if (!NativeJobName.TryRead(context, out var job) || !await stream.TrySendAsync(context, caller, job, from))
        {
            await NativeErrors.WriteAsync(context, NativeErrors.NoSuchJob);
        }
    }

    private static LogCursor PlaceOf(NativeQuery query, HttpRequest request)
    {
        if (!LogStream.TryPlace(request, query.Text("after"), out var from))
        {
            query.Refuse("after: the place that a page or event gave, as 1-17");
        }

        return from;
    }
}
