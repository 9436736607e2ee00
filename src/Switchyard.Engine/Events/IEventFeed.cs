using Switchyard.Engine.Jobs;

namespace Switchyard.Engine.Events;

/// <summary>
/// The live stream of state changes: a bounded ring in memory. A reader whose cursor has left the ring, or is of
/// another epoch (this process started since), is told so and takes a snapshot instead.
/// </summary>
public interface IEventFeed
{
    /// <summary>Where the stream stands: events after this cursor are yet to come.</summary>
    EventCursor Now { get; }

    /// <summary>
    /// Copies events that follow the cursor, oldest first, and moves it behind the last one copied.
    /// </summary>
    /// <param name="cursor">Moved; after a gap set to <see cref="Now"/>.</param>
    /// <param name="into">Filled from its start.</param>
    /// <param name="count">How many were copied.</param>
    /// <returns>False when events between the cursor and the ring are lost: take a snapshot, then read on.</returns>
    bool TryRead(ref EventCursor cursor, Span<JobEvent> into, out int count);

    /// <summary>The door, owner and type of the job that an event is about.</summary>
    Lane LaneOf(in JobEvent jobEvent);

    /// <summary>The node stops: nothing more comes.</summary>
    bool IsClosed { get; }

    /// <summary>Completes when there is something after the cursor, or the feed is closed.</summary>
    ValueTask WaitAsync(EventCursor cursor, CancellationToken cancellation);
}
