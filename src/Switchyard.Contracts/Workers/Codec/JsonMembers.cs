using System.Text;
using System.Text.Json;

namespace Switchyard.Contracts.Workers.Codec;

/// <summary>
/// Reads the value behind a property name. Each method leaves the reader on the value's last token and throws a
/// <see cref="JsonException"/> that names the member when the value is of another kind.
/// </summary>
internal static class JsonMembers
{
    internal static long Int64(ref Utf8JsonReader reader, string member)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value)
            ? value
            : throw new JsonException($"'{member}' must be an integer.");
    }

    internal static int Int32(ref Utf8JsonReader reader, string member)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value)
            ? value
            : throw new JsonException($"'{member}' must be an integer.");
    }

    internal static double Double(ref Utf8JsonReader reader, string member)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value)
            ? value
            : throw new JsonException($"'{member}' must be a number.");
    }

    internal static Guid Uuid(ref Utf8JsonReader reader, string member)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out var value)
            ? value
            : throw new JsonException($"'{member}' must be a uuid.");
    }

    internal static DateTimeOffset Time(ref Utf8JsonReader reader, string member)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var value)
            ? value
            : throw new JsonException($"'{member}' must be a time as in ISO 8601.");
    }

    internal static string Text(ref Utf8JsonReader reader, string member) =>
        OptionalText(ref reader, member) ?? throw new JsonException($"'{member}' must be a string.");

    internal static string? OptionalText(ref Utf8JsonReader reader, string member)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => GetString(ref reader, member),
            _ => throw new JsonException($"'{member}' must be a string."),
        };
    }

    internal static List<string> Texts(ref Utf8JsonReader reader, string member)
    {
        List<string> texts = [];
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException($"'{member}' must be an array of strings.");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                throw new JsonException($"'{member}' must be an array of strings.");
            }

            texts.Add(GetString(ref reader, member));
        }

        return texts;
    }

    /// <summary>The value just as it stands in the frame, without a copy.</summary>
    internal static ReadOnlyMemory<byte> Raw(ref Utf8JsonReader reader, ReadOnlyMemory<byte> frame)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return frame[start..(int)reader.BytesConsumed];
    }

    /// <summary>A string's text as UTF-8, unescaped.</summary>
    internal static ReadOnlyMemory<byte> Utf8(ref Utf8JsonReader reader, ReadOnlyMemory<byte> frame, string member)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException($"'{member}' must be a string.");
        }

        return reader.ValueIsEscaped
            ? Encoding.UTF8.GetBytes(GetString(ref reader, member))
            : frame.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
    }

    /// <summary>
    /// Refuses a name or string that is no text. To compare one with half a surrogate pair in it throws what no reader
    /// expects.
    /// </summary>
    internal static void CheckText(ref Utf8JsonReader reader, string member)
    {
        if (reader.ValueIsEscaped)
        {
            GetString(ref reader, member);
        }
    }

    private static string GetString(ref Utf8JsonReader reader, string member)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8.
            throw new JsonException($"'{member}' is no valid text.");
        }
    }
}
