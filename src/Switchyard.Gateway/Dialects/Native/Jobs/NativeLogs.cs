using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Events;
using Switchyard.Engine.Jobs;
using Switchyard.Gateway.Bodies;
using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Dialects.Native.Jobs;

/// <summary>Logs of jobs, page by page or as they are written.</summary>
internal sealed class NativeLogs(IJobLogs logs, IKeys keys, IEventFeed feed, TimeProvider clock)
{
    private const int DefaultLimit = 1_000;
    private const int MaxLimit = 10_000;

    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    /// <summary>Between two signs of life on a stream without lines.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

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
            .Describe(
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
        var from = PlaceOf(query, query.Text("after"));
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

        var view = new JobLogView([.. page.Lines.Select(View)], page.Next.ToString(), page.IsEnd);
        await NativeAnswers.SendAsync(context, 200, view, ContractsJson.Default.JobLogView, clock);
    }

    private async Task StreamAsync(HttpContext context, Caller caller)
    {
        var given = context.Request.Headers["Last-Event-ID"].ToString();
        var query = new NativeQuery(context.Request);
        var from = PlaceOf(query, given.Length == 0 ? query.Text("after") : given);
        if (query.Problem is { } problem)
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var aborted = context.RequestAborted;
        if (
            !NativeJobName.TryRead(context, out var job)
            || await logs.ReadAsync(job, caller.Sees, from, DefaultLimit, TimeSpan.Zero, aborted) is not { } page
        )
        {
            await NativeErrors.WriteAsync(context, NativeErrors.NoSuchJob);
            return;
        }

        var events = await ServerSentEvents.BeginAsync(context, clock);

        // It ends, without an end of the log, with the node and with the caller's key.
        while (!feed.IsClosed && keys.IsKnown(caller))
        {
            var isEnd = page is null || page.IsEnd;
            Write(events, page);
            if (isEnd)
            {
                // The client is not to connect again: the id says that it has seen all.
                events.Write(Text(page?.Next ?? from), "end"u8, "{}"u8);
            }

            if (!await events.FlushAsync() || isEnd)
            {
                return;
            }

            from = page!.Next;
            page = await logs.ReadAsync(job, caller.Sees, from, DefaultLimit, Heartbeat, aborted);
        }
    }

    private static LogCursor PlaceOf(NativeQuery query, string? text)
    {
        var from = LogCursor.Start;
        if (text is not null && !LogCursor.TryParse(text, out from))
        {
            query.Refuse("after: the place that a page or event gave, as 1-17");
        }

        return from;
    }

    private static byte[] Text(LogCursor place) => Encoding.ASCII.GetBytes(place.ToString());

    private static JobLogLine View(LogLine line) => new(line.Attempt, line.Number, line.Text);

    private static void Write(ServerSentEvents events, LogPage? page)
    {
        foreach (var line in page?.Lines ?? [])
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(View(line), ContractsJson.Default.JobLogLine);
            events.Write(Text(new LogCursor(line.Attempt, line.Number + 1)), "line"u8, json);
        }

        if (page is { Lines.Count: 0, IsEnd: false })
        {
            events.WriteId(Text(page.Next));
        }
    }
}
