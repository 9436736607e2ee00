using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Gateway.Logs;

namespace Switchyard.Gateway.Dialects.Scheduler.Runs;

/// <summary>What runs printed, page by page or as it is printed.</summary>
internal sealed class SchedulerLogs(SchedulerRuns runs, IJobLogs logs, LogStream stream, SchedulerAnswers answers)
{
    private const int DefaultLimit = 1_000;
    private const int MaxLimit = 10_000;

    public void Map(IEndpointRouteBuilder routes, SchedulerGuard guard) =>
        routes
            .MapGet("/api/runs/{run_id}/logs", guard.For(ApiScopes.Read | ApiScopes.Submit, "read or submit", GetAsync))
            .Answers<RunLogView>(
                "runs",
                "What a run printed, line by line; with follow, as server-sent events up to its end.",
                mayStream: true,
                query:
                [
                    new("after", "Only lines behind this place: `next` of the page before."),
                    new("limit", "Lines, 1 to 10000; default 1000.", JsonSchemaType.Integer),
                    new(
                        "follow",
                        "true: a stream of `line` events as they are printed, and `end` as the last.",
                        JsonSchemaType.Boolean
                    ),
                ]
            );

    private async Task GetAsync(HttpContext context, Caller caller)
    {
        var query = new SchedulerQuery(context.Request);
        var (limit, follows) = (query.Number("limit", DefaultLimit, 1, MaxLimit), query.Flag("follow", false));
        if (!LogStream.TryPlace(context.Request, query.Text("after"), out var from))
        {
            query.Refuse("after", "must be the place that a page or event gave, as 1-17");
        }

        if (query.Problem is { } problem)
        {
            await answers.FailAsync(context, problem);
            return;
        }

        if (await runs.FindAsync(context, caller) is not { } run)
        {
            return;
        }

        var job = new JobRef(run.Job.Id, null);
        if (follows && await stream.TrySendAsync(context, caller, job, from))
        {
            return;
        }

        // Deleted in between: as one that was not there.
        var page = await logs.ReadAsync(job, caller.Sees, from, limit, TimeSpan.Zero, context.RequestAborted);
        await (
            page is null
                ? answers.FailAsync(context, SchedulerErrors.NoSuchRun)
                : answers.SendAsync(
                    context,
                    200,
                    new RunLogView([.. page.Lines.Select(LogStream.View)], page.Next.ToString(), page.IsEnd),
                    SchedulerJson.Default.RunLog
                )
        );
    }
}
