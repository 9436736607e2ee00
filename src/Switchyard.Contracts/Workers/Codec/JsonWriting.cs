using System.Text.Json;

namespace Switchyard.Contracts.Workers.Codec;

/// <summary>Writes what several frames have in common.</summary>
internal static class JsonWriting
{
    internal static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <summary>Opens an item: its job and token. Whoever calls it closes the object.</summary>
    internal static void OpenItem(Utf8JsonWriter json, long job, long token)
    {
        json.WriteStartObject();
        json.WriteNumber(Names.Job, job);
        json.WriteNumber(Names.Token, token);
    }

    /// <summary>A value as it came; nothing when it is empty.</summary>
    internal static void Raw(Utf8JsonWriter json, JsonEncodedText name, ReadOnlyMemory<byte> value)
    {
        if (!value.IsEmpty)
        {
            json.WritePropertyName(name);
            json.WriteRawValue(value.Span, skipInputValidation: true);
        }
    }
}
