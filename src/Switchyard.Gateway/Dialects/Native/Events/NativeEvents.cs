using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Switchyard.Contracts.Events;
using Switchyard.Contracts.Jobs;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Events;
using Switchyard.Engine.Jobs;
using Switchyard.Gateway.Bodies;
using Switchyard.Gateway.Dialects.Native.Jobs;
using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Dialects.Native.Events;

/// <summary>
/// Changes of jobs as server-sent events. A subscriber is a place in the engine's ring of events and a response: one that
/// reads slowly falls behind, until its place has left the ring and it gets a snapshot.
/// </summary>
internal sealed class NativeEvents(IEventFeed feed, IJobs jobs, IKeys keys, TimeProvider clock)
{
    /// <summary>Events looked at in one go.</summary>
    private const int Batch = 256;

    /// <summary>Between two signs of life on a stream without events.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Events of this long are sent together; of longer the more subscribers there are, so that they leave the server its time.</summary>
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan PauseEach = TimeSpan.FromTicks(TimeSpan.TicksPerMicrosecond * 25);

    private readonly EventFrames _frames = new(feed);
    private int _subscribers;

    public void Map(IEndpointRouteBuilder routes, NativeGuard guard) =>
        routes
            .MapGet($"{NativeDialect.Prefix}/events", guard.For(ApiScopes.Read | ApiScopes.Submit, StreamAsync))
            .DescribeWhole(
                new RouteDoc("events", "Changes of jobs as they happen: server-sent events.")
                {
                    Query =
                    [
                        new("job", "Only of these jobs: up to 100 numbers or uuids, separated by commas."),
                        new("state", "Only changes to these states, separated by commas."),
                        new("type", "Only of jobs of this type."),
                        new("dialect", "Only of jobs that came in by this API."),
                        new("cursor", "Go on behind this event's id; the header Last-Event-ID does the same."),
                    ],
                    Answers =
                    [
                        new AnswerDoc(200, typeof(string), "A stream of `job` and `snapshot` events.")
                        {
                            ContentType = "text/event-stream",
                        },
                        .. NativeDocs.Refusals,
                    ],
                }
            );

    private async Task StreamAsync(HttpContext context, Caller caller)
    {
        var query = new NativeQuery(context.Request);
        var filter = EventFilter.Read(query, caller.Sees);
        var given = context.Request.Headers["Last-Event-ID"].ToString();
        given = given.Length == 0 ? query.Text("cursor") : given;
        var cursor = new EventCursor(0, 0); // of no epoch: a snapshot comes first
        if (given is not null && !EventCursor.TryParse(given, out cursor))
        {
            query.Refuse("cursor: the id of an event");
        }

        if (query.Problem is { } problem)
        {
            await NativeErrors.WriteAsync(context, problem);
            return;
        }

        var events = await ServerSentEvents.BeginAsync(context, clock);
        Interlocked.Increment(ref _subscribers);
        try
        {
            await StreamAsync(events, filter, cursor, caller, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client went away.
        }
        finally
        {
            Interlocked.Decrement(ref _subscribers);
        }
    }

    private async Task StreamAsync(
        ServerSentEvents events,
        EventFilter filter,
        EventCursor cursor,
        Caller caller,
        CancellationToken aborted
    )
    {
        var batch = new JobEvent[Batch];
        var (quietSince, checkedAt) = (clock.GetTimestamp(), clock.GetTimestamp());
        while (!feed.IsClosed)
        {
            if (clock.GetElapsedTime(checkedAt) >= Heartbeat)
            {
                if (!keys.IsKnown(caller))
                {
                    return;
                }

                checkedAt = clock.GetTimestamp();
            }

            var isSent = false;
            if (!feed.TryRead(ref cursor, batch, out var count))
            {
                var snapshot = await SnapshotAsync(filter, aborted);
                events.Write(Text(cursor), "snapshot"u8, snapshot);
                isSent = true;
            }

            isSent |= Write(events, filter, cursor, batch.AsSpan(0, count));
            if (!isSent && clock.GetElapsedTime(quietSince) >= Heartbeat)
            {
                events.WriteId(Text(cursor));
                isSent = true;
            }

            if (isSent)
            {
                quietSince = clock.GetTimestamp();
                if (!await events.FlushAsync())
                {
                    return;
                }
            }

            if (count < Batch)
            {
                // All was read. Also those whose filter let nothing through rest: thousands may be woken by each round.
                await Task.Delay(count > 0 || isSent ? Pause() : TimeSpan.Zero, clock, aborted);
                await WaitAsync(cursor, aborted);
            }
        }
    }

    private static byte[] Text(EventCursor cursor) => Encoding.ASCII.GetBytes(cursor.ToString());

    private bool Write(ServerSentEvents events, EventFilter filter, EventCursor behind, ReadOnlySpan<JobEvent> batch)
    {
        var isWritten = false;
        for (var i = 0; i < batch.Length; i++)
        {
            if (filter.Accepts(batch[i], feed.LaneOf(batch[i])))
            {
                var position = behind.Position - batch.Length + i + 1;
                events.Write(_frames.Of(batch[i], behind with { Position = position }));
                isWritten = true;
            }
        }

        return isWritten;
    }

    private async Task WaitAsync(EventCursor cursor, CancellationToken aborted)
    {
        try
        {
            await feed.WaitAsync(cursor, aborted).AsTask().WaitAsync(Heartbeat, clock, aborted);
        }
        catch (TimeoutException)
        {
            // Nothing happened: a sign of life is due.
        }
    }

    private TimeSpan Pause()
    {
        var pause = PauseEach * Volatile.Read(ref _subscribers);
        return pause > LeastPause ? pause : LeastPause;
    }

    private async Task<byte[]> SnapshotAsync(EventFilter filter, CancellationToken aborted)
    {
        var counts = jobs.Count(filter.Dialect, filter.Sees);
        var views = new List<JobView>();
        foreach (var name in filter.Jobs)
        {
            if (await jobs.GetAsync(name, filter.Sees, aborted) is { } job)
            {
                views.Add(NativeTranslator.View(job));
            }
        }

        return JsonSerializer.SerializeToUtf8Bytes(
            new EventSnapshot(
                Enum.GetValues<JobState>().ToDictionary(NativeWords.Of, state => counts[state]),
                filter.Jobs.Count == 0 ? null : views
            ),
            ContractsJson.Default.EventSnapshot
        );
    }
}
