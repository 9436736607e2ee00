using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>Reads a query string: what is absent is answered with its default, and all that is out of its range is noted.</summary>
internal sealed class SchedulerQuery(HttpRequest request)
{
    /// <summary>Rows on a page that asks for no number of them.</summary>
    public const int DefaultSize = 20;

    /// <summary>Rows on a page.</summary>
    public const int MaxSize = 200;

    private const int MaxText = 255;

    private readonly List<SchedulerRecords.FieldProblem> _problems = [];

    /// <summary>What is wrong; null when nothing is.</summary>
    public SchedulerProblem? Problem => _problems.Count == 0 ? null : SchedulerErrors.Invalid(_problems);

    /// <summary><c>?page=</c>, from 1.</summary>
    public int Page => Number("page", 1, 1, int.MaxValue);

    /// <summary><c>?size=</c>: rows on a page.</summary>
    public int Size => Number("size", DefaultSize, 1, MaxSize);

    /// <summary>A text; null when it is absent or empty.</summary>
    public string? Text(string name, int most = MaxText)
    {
        var text = request.Query[name].ToString();
        if (text.Length > most || text.Any(char.IsControl))
        {
            Refuse(name, $"must be at most {most} characters, none of them a control character");
        }

        return text.Length == 0 ? null : text;
    }

    /// <summary>One of some words; null when it is absent.</summary>
    public T? Word<T>(string name, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (words.TryGetValue(text, out var value))
        {
            return value;
        }

        Refuse(name, $"must be one of {string.Join(", ", words.Keys)}");
        return null;
    }

    /// <summary>True or false.</summary>
    public bool Flag(string name, bool fallback)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        if (text is not ("true" or "false"))
        {
            Refuse(name, "must be true or false");
        }

        return text == "true";
    }

    /// <summary>A whole number.</summary>
    public int Number(string name, int fallback, int least, int most)
    {
        if (Text(name) is not { } text)
        {
            return fallback;
        }

        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
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
        return fallback;
    }

    /// <summary>Notes what is wrong.</summary>
    public void Refuse(string name, string expected) => _problems.Add(new(name, expected));
}
