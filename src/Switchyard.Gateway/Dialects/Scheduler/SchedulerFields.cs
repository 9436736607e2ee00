using System.Text.Json;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>
/// Reads the members of a body over what stands already: an absent one leaves that as it is, null gives it its default.
/// All that is wrong is noted.
/// </summary>
internal sealed class SchedulerFields(JsonElement body)
{
    private readonly List<SchedulerRecords.FieldProblem> _problems = [];

    /// <summary>What is wrong; null when nothing is.</summary>
    public SchedulerProblem? Problem => _problems.Count == 0 ? null : SchedulerErrors.Invalid(_problems);

    /// <summary>Notes what is wrong with a field.</summary>
    public void Refuse(string name, string message) => _problems.Add(new(name, message));

    /// <summary>A member as it stands; false when it is absent.</summary>
    public bool TryGet(string name, out JsonElement value) => body.TryGetProperty(name, out value);

    /// <summary>Whether a member is there and not null.</summary>
    public bool IsGiven(string name) => TryGet(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A text of 1 to some characters on one line.</summary>
    public string? Text(string name, string? current, int most)
    {
        if (!TryGet(name, out var value))
        {
            return current;
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        if (text.Length is 0 || text.Length > most || text.Any(char.IsControl))
        {
            Refuse(name, $"must be a string of 1 to {most} characters, none of them a control character");
            return current;
        }

        return text;
    }

    /// <summary>A whole number in a range.</summary>
    public int? Number(string name, int? current, int fallback, int least, int most)
    {
        if (!TryGet(name, out var value))
        {
            return current;
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return fallback;
        }

        if (
            value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out var number)
            && number >= least
            && number <= most
        )
        {
            return number;
        }

        Refuse(
            name,
            most == int.MaxValue
                ? $"must be a whole number, at least {least}"
                : $"must be a whole number, {least} to {most}"
        );
        return current;
    }

    /// <summary>One of some words.</summary>
    public T Word<T>(string name, T current, T fallback, IReadOnlyDictionary<string, T> words)
    {
        if (!TryGet(name, out var value))
        {
            return current;
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.String && words.TryGetValue(value.GetString()!, out var found))
        {
            return found;
        }

        Refuse(name, $"must be one of {string.Join(", ", words.Keys)}");
        return current;
    }

    /// <summary>True or false.</summary>
    public bool? Flag(string name)
    {
        if (!IsGiven(name) || !TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Refuse(name, "must be true or false");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    /// <summary>Texts of 1 to some characters.</summary>
    public IReadOnlyList<string> Texts(string name, IReadOnlyList<string> current, int mostTexts, int most)
    {
        if (!TryGet(name, out var value))
        {
            return current;
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        var isArray = value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= mostTexts;
        List<string> texts = isArray
            ?
            [
                .. value
                    .EnumerateArray()
                    .Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : ""),
            ]
            : [];
        if (!isArray || texts.Any(text => text.Length is 0 || text.Length > most || text.Any(char.IsControl)))
        {
            Refuse(name, $"must be an array of at most {mostTexts} strings of 1 to {most} characters");
            return current;
        }

        return texts;
    }
}
