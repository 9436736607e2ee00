using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Events;
using Switchyard.Engine.Jobs;
using Switchyard.Gateway.Bodies;

namespace Switchyard.Gateway.Logs;

/// <summary>
/// A job's log as it is written: server-sent events <c>line</c>, and <c>end</c> as the last. The id of each is the place
/// behind it, which a client gives back as <c>Last-Event-ID</c>.
/// </summary>
internal sealed class LogStream(IJobLogs logs, IKeys keys, IEventFeed feed, TimeProvider clock)
{
    /// <summary>Lines read at a time.</summary>
    private const int PageSize = 1_000;

    /// <summary>Between two signs of life on a stream without lines.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Where to begin: behind the last event that the client saw, else behind the place that it names.</summary>
    /// <param name="request">Its headers may have it.</param>
    /// <param name="after">A place; null for the start.</param>
    /// <param name="from">The place to read from.</param>
    /// <returns>False when what is given is no place.</returns>
    public static bool TryPlace(HttpRequest request, string? after, out LogCursor from)
    {
        var seen = request.Headers["Last-Event-ID"].ToString();
        from = LogCursor.Start;
        return (seen.Length == 0 ? after : seen) is not { } text || LogCursor.TryParse(text, out from);
    }

    /// <summary>One line on the wire.</summary>
    public static JobLogLine View(LogLine line) => new(line.Attempt, line.Number, line.Text);

    /// <summary>Sends a log to the end of its job, of the node, or of the caller's key.</summary>
    /// <returns>False, with nothing sent, when there is no such job.</returns>
    public async ValueTask<bool> TrySendAsync(HttpContext context, Caller caller, JobRef job, LogCursor from)
    {
        var aborted = context.RequestAborted;
        if (await logs.ReadAsync(job, caller.Sees, from, PageSize, TimeSpan.Zero, aborted) is not { } first)
        {
            return false;
        }

        var events = await ServerSentEvents.BeginAsync(context, clock);
        for (var page = first; !feed.IsClosed && keys.IsKnown(caller); )
        {
            Write(events, page);
            if (!await events.FlushAsync() || page.IsEnd)
            {
                break;
            }

            page =
                await logs.ReadAsync(job, caller.Sees, page.Next, PageSize, Heartbeat, aborted)
                ?? new LogPage([], page.Next, IsEnd: true); // deleted
        }

        return true;
    }

    private static byte[] Text(LogCursor place) => Encoding.ASCII.GetBytes(place.ToString());

    private static void Write(ServerSentEvents events, LogPage page)
    {
        foreach (var line in page.Lines)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(View(line), ContractsJson.Default.JobLogLine);
            events.Write(Text(new LogCursor(line.Attempt, line.Number + 1)), "line"u8, json);
        }

        if (page.IsEnd)
        {
            // The client is not to connect again: the id says that it has seen all.
            events.Write(Text(page.Next), "end"u8, "{}"u8);
        }
        else if (page.Lines.Count == 0)
        {
            events.WriteId(Text(page.Next));
        }
    }
}
