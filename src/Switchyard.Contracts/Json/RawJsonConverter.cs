using System.Text.Json;
using System.Text.Json.Serialization;

namespace Switchyard.Contracts.Json;

/// <summary>Carries a <see cref="RawJson"/> through the serializer unchanged.</summary>
public sealed class RawJsonConverter : JsonConverter<RawJson>
{
    /// <summary>A JSON <c>null</c> is a value too: a payload may be just that.</summary>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return RawJson.Of(document.RootElement);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options)
    {
        if (value.IsEmpty)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteRawValue(value.Bytes.Span, skipInputValidation: true);
        }
    }
}
