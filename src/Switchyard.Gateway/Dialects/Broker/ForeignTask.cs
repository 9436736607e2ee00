using System.Buffers;
using System.Text.Json;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>
/// A job from another door as this API's workers know tasks. Its payload is whatever that door took: where it is an
/// object that leaves <c>taskId</c> and <c>type</c> to us, its fields are the task's; else it is one field, <c>payload</c>.
/// </summary>
internal static class ForeignTask
{
    /// <summary>Writes what follows <c>{"taskId":"…"</c>, closing brace included.</summary>
    public static void Write(ReadOnlyMemory<byte> payload, string type, IBufferWriter<byte> frame)
    {
        frame.Write(",\"type\":"u8);
        using (var writer = new Utf8JsonWriter(frame))
        {
            writer.WriteStringValue(type);
        }

        var shape = new Shape();
        var isObject = BrokerJson.Read(payload, shape, ReadField) is null;
        if (payload.IsEmpty || (isObject && shape.IsEmpty))
        {
            frame.Write("}"u8);
        }
        else if (isObject && !shape.NamesOurs)
        {
            frame.Write(","u8);
            frame.Write(payload.Span[(payload.Span.IndexOf((byte)'{') + 1)..].TrimEnd(" \t\r\n"u8));
        }
        else
        {
            frame.Write(",\"payload\":"u8);
            frame.Write(payload.Span);
            frame.Write("}"u8);
        }
    }

    private static void ReadField(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, Shape shape)
    {
        shape.IsEmpty = false;
        shape.NamesOurs |= BrokerJson.Is(ref reader, "taskId"u8) || BrokerJson.Is(ref reader, "type"u8);
        reader.Skip();
    }

    private sealed class Shape
    {
        public bool IsEmpty { get; set; } = true;

        public bool NamesOurs { get; set; }
    }
}
