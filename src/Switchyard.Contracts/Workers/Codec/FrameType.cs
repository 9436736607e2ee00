using System.Text.Json;
using System.Text.Unicode;

namespace Switchyard.Contracts.Workers.Codec;

/// <summary>Opens a message and finds its "type", which need not stand first, though every writer puts it there.</summary>
internal static class FrameType
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = Json.RawJson.MaxDepth };

    /// <summary>A reader on the message's opening brace.</summary>
    /// <exception cref="JsonException">The message is no JSON object.</exception>
    internal static Utf8JsonReader Open(ReadOnlyMemory<byte> frame)
    {
        var reader = new Utf8JsonReader(frame.Span, Options);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject
            ? reader
            : throw new JsonException("A frame is a JSON object.");
    }

    /// <summary>Goes to the next property name; at the end of the object makes sure that nothing follows.</summary>
    internal static bool NextMember(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            JsonMembers.CheckText(ref reader, "a name");
            return true;
        }

        if (reader.CurrentDepth == 0)
        {
            reader.Read(); // throws when there is more behind the object
        }

        return false;
    }

    /// <summary>A frame without members: whatever else stands in it is passed over, but it must be JSON.</summary>
    internal static T Bare<T>(ReadOnlyMemory<byte> message, T frame)
    {
        var reader = Open(message);
        while (NextMember(ref reader))
        {
            reader.Skip();
        }

        return frame;
    }

    /// <summary>Finds the type, reads the frame by it, and turns what was thrown on the way into an answer.</summary>
    /// <param name="message">One WebSocket text message.</param>
    /// <param name="read">Reads a frame of the type named; null when it knows none of it.</param>
    internal static FrameResult<T> Dispatch<T>(
        ReadOnlyMemory<byte> message,
        Func<string, ReadOnlyMemory<byte>, T?> read
    )
        where T : class
    {
        // The reader itself takes bytes inside strings as they are; what is kept verbatim must not carry bad ones on.
        if (!Utf8.IsValid(message.Span))
        {
            return new(null, new ErrorFrame(WorkerErrorCodes.Malformed, "The message is not UTF-8."));
        }

        try
        {
            return read(Of(message), message) is { } frame
                ? new(frame, null)
                : new(null, new ErrorFrame(WorkerErrorCodes.UnknownType, "No frame of this type is known here."));
        }
        catch (JsonException malformed)
        {
            return new(null, new ErrorFrame(WorkerErrorCodes.Malformed, malformed.Message));
        }
    }

    private static string Of(ReadOnlyMemory<byte> message)
    {
        var reader = Open(message);
        while (NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                return JsonMembers.Text(ref reader, "type");
            }

            reader.Skip();
        }

        throw new JsonException("'type' is missing.");
    }
}
