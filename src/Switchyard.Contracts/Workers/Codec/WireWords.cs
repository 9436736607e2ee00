using System.Text;
using System.Text.Json;

namespace Switchyard.Contracts.Workers.Codec;

/// <summary>The words of an enumeration on the wire; its values count from 0 in the order of the words.</summary>
internal sealed class WireWords<T>
    where T : struct, Enum
{
    private readonly byte[][] _utf8;
    private readonly JsonEncodedText[] _encoded;
    private readonly string _all;

    internal WireWords(params string[] words)
    {
        _utf8 = [.. words.Select(Encoding.UTF8.GetBytes)];
        _encoded = [.. words.Select(word => JsonEncodedText.Encode(word))];
        _all = string.Join(", ", words);
    }

    internal JsonEncodedText this[int value] => _encoded[value];

    /// <summary>Reads the value behind a property name; returns its number.</summary>
    /// <exception cref="JsonException">It is none of the words.</exception>
    internal int Read(ref Utf8JsonReader reader, string member)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            JsonMembers.CheckText(ref reader, member);
            for (var i = 0; i < _utf8.Length; i++)
            {
                if (reader.ValueTextEquals(_utf8[i]))
                {
                    return i;
                }
            }
        }

        throw new JsonException($"'{member}' must be one of {_all}.");
    }
}
