using System.Buffers;
using System.Text;
using System.Text.Json;
using Switchyard.Contracts.Events;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Events;

namespace Switchyard.Gateway.Dialects.Native.Events;

/// <summary>
/// Events as they go over the wire, each encoded once for all who get it: thousands of subscribers read the same few
/// at the same time.
/// </summary>
internal sealed class EventFrames(IEventFeed feed)
{
    /// <summary>Frames kept, one a slot; some 2 MiB when all are in use.</summary>
    private const int Size = 8_192;

    private readonly Frame?[] _slots = new Frame?[Size];

    /// <summary>The frame of an event: <c>id: 3-17\nevent: job\ndata: {…}\n\n</c>.</summary>
    /// <param name="jobEvent">The event.</param>
    /// <param name="behind">The cursor behind it.</param>
    public ReadOnlySpan<byte> Of(in JobEvent jobEvent, EventCursor behind)
    {
        ref var slot = ref _slots[behind.Position & (Size - 1)];
        if (Volatile.Read(ref slot) is { } frame && frame.Behind == behind)
        {
            return frame.Bytes;
        }

        // Two may encode it at the same time: either result will do.
        var made = new Frame(behind, Encode(jobEvent, behind));
        Volatile.Write(ref slot, made);
        return made.Bytes;
    }

    private byte[] Encode(in JobEvent jobEvent, EventCursor behind)
    {
        var (change, lane) = (jobEvent.Change, feed.LaneOf(jobEvent));
        var view = new JobEventView
        {
            Job = change.JobId,
            Type = lane.Route.Type,
            Dialect = NativeWords.Of(lane.Dialect),
            From = change.From is { } from ? NativeWords.Of(from) : null,
            To = change.To is { } to ? NativeWords.Of(to) : null,
            At = jobEvent.At,
            Attempt = change.Attempt,
            Worker = change.WorkerId,
            Reason = NativeWords.Of(change.Reason),
            DueAt = change.DueAt,
        };
        var bytes = new ArrayBufferWriter<byte>(256);
        bytes.Write(Encoding.ASCII.GetBytes($"id: {behind}\nevent: job\ndata: "));
        using (var json = new Utf8JsonWriter(bytes))
        {
            JsonSerializer.Serialize(json, view, ContractsJson.Default.JobEventView);
        }

        bytes.Write("\n\n"u8);
        return bytes.WrittenSpan.ToArray();
    }

    private sealed record Frame(EventCursor Behind, byte[] Bytes);
}
