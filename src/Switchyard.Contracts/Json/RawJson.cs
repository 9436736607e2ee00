using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Switchyard.Contracts.Json;

/// <summary>
/// One JSON value as the bytes in which it came: key order, duplicate keys, big numbers, escapes and the blanks inside it
/// included. What goes in comes out, byte for byte; nothing is parsed into a tree and written anew.
/// </summary>
/// <param name="Bytes">UTF-8; one complete JSON value. Empty means that there is no value.</param>
[JsonConverter(typeof(RawJsonConverter))]
public readonly record struct RawJson(ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Deeper nesting than this is refused on the wire, in either direction.</summary>
    public const int MaxDepth = 512;

    /// <summary>Whether there is no value.</summary>
    [JsonIgnore]
    public bool IsEmpty => Bytes.IsEmpty;

    /// <summary>Takes text that is already JSON.</summary>
    /// <exception cref="JsonException">It is not one complete JSON value.</exception>
    public static RawJson Parse(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read()) { }
        return new RawJson(bytes.AsMemory());
    }

    /// <summary>The same value as a string's JSON form.</summary>
    public static RawJson FromText(string text) =>
        new(Encoding.UTF8.GetBytes('"' + JsonEncodedText.Encode(text).Value + '"'));

    /// <summary>Two values are equal when their bytes are.</summary>
    public bool Equals(RawJson other) => Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>The JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>The bytes of an element just as they stand in its document.</summary>
    public static RawJson Of(JsonElement element) => new(JsonMarshal.GetRawUtf8Value(element).ToArray());
}
