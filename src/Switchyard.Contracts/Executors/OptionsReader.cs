using System.Text;
using System.Text.Json;
using Switchyard.Contracts.Json;

namespace Switchyard.Contracts.Executors;

/// <summary>Reads the members of an executor's options and notes all that is wrong with them. Absent and null are the same.</summary>
internal sealed class OptionsReader
{
    /// <summary>Bytes of one argument of a process: the kernel takes 128 KiB.</summary>
    internal const int MaxArgument = 100_000;

    /// <summary>Bytes of a path, the kernel's own bound.</summary>
    internal const int MaxPath = 4_096;

    /// <summary>Bytes of the texts of one list or map together.</summary>
    private const int MaxTogether = 1_000_000;

    private readonly JsonElement _options;
    private readonly List<ExecutorProblem> _problems = [];

    private OptionsReader(JsonElement options) => _options = options;

    /// <summary>Reads options that are one JSON object.</summary>
    public static OptionsResult<T> Read<T>(ReadOnlyMemory<byte> payload, Func<OptionsReader, T> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = RawJson.MaxDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return new(null, [new ExecutorProblem("", "must be an object")]);
            }

            var reader = new OptionsReader(document.RootElement);
            var options = read(reader);
            return reader._problems.Count == 0 ? new(options, []) : new(null, reader._problems);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // The latter: a member's name has half a surrogate pair.
            return new(null, [new ExecutorProblem("", "must be an object")]);
        }
    }

    public void Refuse(string field, string message) => _problems.Add(new ExecutorProblem(field, message));

    /// <summary>A text that must be there; empty when it is refused.</summary>
    public string Required(string field, int maxBytes)
    {
        if (!TryFind(field, out var value))
        {
            Refuse(field, "is required");
            return "";
        }

        var text = Text(value, field, maxBytes);
        if (text is "")
        {
            Refuse(field, "must not be empty");
        }

        return text ?? "";
    }

    public string? Optional(string field, int maxBytes) =>
        TryFind(field, out var value) ? Text(value, field, maxBytes) : null;

    public IReadOnlyList<string> Texts(string field, int maxItems, int maxBytes)
    {
        if (!TryFind(field, out var value))
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > maxItems)
        {
            Refuse(field, $"must be an array of at most {maxItems} strings");
            return [];
        }

        List<string> texts =
        [
            .. value.EnumerateArray().Select((item, i) => Text(item, $"{field}[{i}]", maxBytes) ?? ""),
        ];
        CheckTogether(field, texts);
        return texts;
    }

    public IReadOnlyDictionary<string, string> Map(string field, int maxItems, int maxBytes)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!TryFind(field, out var value))
        {
            return map;
        }

        if (value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() > maxItems)
        {
            Refuse(field, $"must be an object of at most {maxItems} strings");
            return map;
        }

        foreach (var item in value.EnumerateObject())
        {
            map[item.Name] = Text(item.Value, $"{field}.{item.Name}", maxBytes) ?? "";
        }

        CheckTogether(field, map.Values);
        return map;
    }

    /// <summary>One integer, or an array of them.</summary>
    public IReadOnlyList<int> Numbers(string field, int maxItems, int min, int max)
    {
        if (!TryFind(field, out var value))
        {
            return [];
        }

        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        var numbers = new List<int>(items.Length);
        foreach (var item in items)
        {
            if (
                item.ValueKind == JsonValueKind.Number
                && item.TryGetInt32(out var number)
                && number >= min
                && number <= max
            )
            {
                numbers.Add(number);
            }
        }

        if (numbers.Count < items.Length || items.Length == 0 || items.Length > maxItems)
        {
            Refuse(field, $"must be an integer of {min} to {max}, or 1 to {maxItems} of them in an array");
        }

        return numbers;
    }

    private bool TryFind(string field, out JsonElement value) =>
        _options.TryGetProperty(field, out value) && value.ValueKind != JsonValueKind.Null;

    private string? Text(JsonElement value, string field, int maxBytes)
    {
        if (value.ValueKind != JsonValueKind.String || TextOf(value) is not { } text)
        {
            Refuse(field, "must be a string");
            return null;
        }

        if (Encoding.UTF8.GetByteCount(text) > maxBytes)
        {
            Refuse(field, $"must have at most {maxBytes} bytes");
            return null;
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            Refuse(field, "must not contain the character U+0000");
            return null;
        }

        return text;
    }

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // half a surrogate pair
        }
    }

    private void CheckTogether(string field, IEnumerable<string> texts)
    {
        if (texts.Sum(text => (long)Encoding.UTF8.GetByteCount(text)) > MaxTogether)
        {
            Refuse(field, $"must have at most {MaxTogether} bytes in all");
        }
    }
}
