using System.Text.Json;
using System.Text.Unicode;
using Switchyard.Contracts.Json;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>Parses JSON whose texts can all be asked for: the tokenizer by itself takes any bytes and any escape in them.</summary>
internal static class JsonTexts
{
    private static readonly JsonDocumentOptions Document = new() { MaxDepth = RawJson.MaxDepth };
    private static readonly JsonReaderOptions Tokens = new() { MaxDepth = RawJson.MaxDepth };

    /// <summary>Parses one value.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A text is no UTF-8, or has half of a surrogate pair.</exception>
    public static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
        {
            throw new InvalidOperationException("A text is no UTF-8.");
        }

        var reader = new Utf8JsonReader(json.Span, Tokens);
        while (reader.Read())
        {
            if (reader.ValueIsEscaped)
            {
                _ = reader.GetString();
            }
        }

        return JsonElement.Parse(json.Span, Document);
    }
}
