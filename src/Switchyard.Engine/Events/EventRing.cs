using Switchyard.Engine.Jobs;
using Switchyard.Engine.Storage;

namespace Switchyard.Engine.Events;

/// <summary>The last events in memory, and who waits for the next ones.</summary>
internal sealed class EventRing(long epoch, LaneTable lanes) : IEventFeed
{
    /// <summary>Events kept; about 6 MiB.</summary>
    internal const int Size = 65_536;

    private readonly JobEvent[] ring = new JobEvent[Size];
    private readonly Lock gate = new();
    private TaskCompletionSource? news;
    private long end;
    private bool isClosed;

    /// <inheritdoc/>
    public EventCursor Now
    {
        get
        {
            lock (gate)
            {
                return new EventCursor(epoch, end);
            }
        }
    }

    /// <inheritdoc/>
    public Lane LaneOf(in JobEvent jobEvent) => lanes.Get(jobEvent.Change.LaneId);

    /// <inheritdoc/>
    public bool IsClosed
    {
        get
        {
            lock (gate)
            {
                return isClosed;
            }
        }
    }

    /// <inheritdoc/>
    public bool TryRead(ref EventCursor cursor, Span<JobEvent> into, out int count)
    {
        lock (gate)
        {
            count = 0;
            if (cursor.Epoch != epoch || cursor.Position > end || cursor.Position < end - Size)
            {
                cursor = new EventCursor(epoch, end);
                return false;
            }

            count = (int)Math.Min(into.Length, end - cursor.Position);
            for (var i = 0; i < count; i++)
            {
                into[i] = ring[(cursor.Position + i) % Size];
            }

            cursor = cursor with { Position = cursor.Position + count };
            return true;
        }
    }

    /// <inheritdoc/>
    public ValueTask WaitAsync(EventCursor cursor, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (isClosed || cursor.Epoch != epoch || cursor.Position != end)
            {
                return ValueTask.CompletedTask;
            }

            news ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(news.Task.WaitAsync(cancellation));
        }
    }

    /// <summary>Adds a durable round's changes, oldest events giving way.</summary>
    public void Append(long round, DateTimeOffset at, IReadOnlyList<Transition> changes)
    {
        if (changes.Count == 0)
        {
            return;
        }

        TaskCompletionSource? waiting;
        lock (gate)
        {
            foreach (var change in changes)
            {
                ring[end++ % Size] = new JobEvent(round, at, change);
            }

            waiting = news;
            news = null;
        }

        waiting?.TrySetResult();
    }

    /// <summary>The node stops: nothing more comes, and nobody waits from now on.</summary>
    public void Close()
    {
        TaskCompletionSource? waiting;
        lock (gate)
        {
            isClosed = true;
            waiting = news;
            news = null;
        }

        waiting?.TrySetResult();
    }
}
