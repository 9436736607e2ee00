using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>Reads one JSON object field by field, without a tree: values stay slices of the message.</summary>
internal static class BrokerJson
{
    /// <summary>Deeper nesting is refused: parsers of workers have a limit too (Python's is near 1,000).</summary>
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    /// <summary>Gets each property in turn; the reader stands on its name and must be left at its value's end.</summary>
    public delegate void Field<T>(ref Utf8JsonReader reader, ReadOnlyMemory<byte> message, T fields);

    /// <summary>Reads a message; what is wrong with it as JSON, or null. Never throws.</summary>
    /// <param name="message">The bytes, perhaps after a byte order mark.</param>
    /// <param name="fields">Filled by <paramref name="field"/>; of a repeated property the last one stands.</param>
    /// <param name="field">Gets each property of the object.</param>
    public static BrokerProblem? Read<T>(ReadOnlyMemory<byte> message, T fields, Field<T> field)
    {
        var mark = message.Span.StartsWith("\uFEFF"u8) ? 3 : 0;
        var json = message[mark..];
        if (json.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return BrokerProblem.Missing();
        }

        // The JSON reader does not look inside strings, and a worker's socket would die of a frame that is not UTF-8.
        if (!Utf8.IsValid(json.Span))
        {
            return BrokerProblem.NotJson(mark);
        }

        var reader = new Utf8JsonReader(json.Span, Options);
        try
        {
            reader.Read();
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            while (isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                field(ref reader, json, fields);
            }

            // To the end: what follows the object must be white space.
            while (reader.Read()) { }
            return isObject ? null : BrokerProblem.NotObject;
        }
        catch (JsonException)
        {
            return BrokerProblem.NotJson(mark + reader.BytesConsumed);
        }
    }

    /// <summary>Whether the reader stands on a property of this name, however it is escaped.</summary>
    /// <param name="reader">On a property's name.</param>
    /// <param name="name">ASCII without control characters, quotes, backslashes and slashes.</param>
    /// <remarks>The reader's own comparison throws for half a surrogate pair: a megabyte of such names would cost seconds.</remarks>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        var text = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            return text.SequenceEqual(name);
        }

        foreach (var expected in name)
        {
            var isEscape = text.StartsWith("\\u"u8);
            var letter =
                isEscape && Utf8Parser.TryParse(text.Slice(2, 4), out ushort code, out _, 'x') ? code
                : text.IsEmpty ? 0
                : text[0];
            if (letter != expected)
            {
                return false;
            }

            text = text[(isEscape ? 6 : 1)..];
        }

        return text.IsEmpty;
    }
}
