using System.Text;
using System.Text.Json;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>A JSON value as it stands in a message: its kind and its bytes.</summary>
/// <param name="Kind">The value's first token; <see cref="JsonTokenType.None"/> when the field is absent.</param>
/// <param name="Bytes">From that token to the value's end, quotes and braces included: a slice of the message.</param>
internal readonly record struct RawValue(JsonTokenType Kind, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Absent, or null.</summary>
    public bool IsNothing => Kind is JsonTokenType.None or JsonTokenType.Null;

    /// <summary>A string.</summary>
    public bool IsString => Kind == JsonTokenType.String;

    /// <summary>Reads the value of the property that the reader stands on, to its end.</summary>
    public static RawValue Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> message)
    {
        reader.Read();
        var kind = reader.TokenType;
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return new RawValue(kind, message[start..(int)reader.BytesConsumed]);
    }

    /// <summary>The text of a string; null when it is none, or has a lone surrogate and so is no Unicode text.</summary>
    public string? Text()
    {
        if (!IsString)
        {
            return null;
        }

        var content = Bytes.Span[1..^1];
        if (!content.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(content);
        }

        try
        {
            var reader = new Utf8JsonReader(Bytes.Span);
            reader.Read();
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Copies a string's text; -1 when it is none, is no Unicode text, or may be longer than the buffer.</summary>
    public int CopyText(Span<char> into)
    {
        if (!IsString || Bytes.Length - 2 > into.Length)
        {
            return -1;
        }

        var content = Bytes.Span[1..^1];
        if (!content.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetChars(content, into);
        }

        var text = Text().AsSpan();
        text.CopyTo(into);
        return text.IsEmpty ? -1 : text.Length;
    }
}
