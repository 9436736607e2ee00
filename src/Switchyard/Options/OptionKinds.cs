using System.Globalization;

namespace Switchyard.Options;

/// <summary>The kinds of value that options have, each with the words for its range.</summary>
internal static class OptionKinds
{
    /// <summary>Shown in place of a secret.</summary>
    public const string Masked = "***";

    private static readonly (string Suffix, TimeSpan Unit)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    public static NodeOption<string> Text(
        string key,
        string fallback,
        string values,
        string meaning,
        Func<string, string>? show = null
    ) =>
        new(
            new OptionInfo(key, values, fallback, meaning) { Show = show ?? (text => text) },
            fallback,
            One(
                (string text, out string value) =>
                {
                    value = text;
                    return text.Length > 0;
                }
            )
        );

    public static NodeOption<T> Choice<T>(string key, T fallback, string meaning)
        where T : struct, Enum =>
        new(
            new OptionInfo(key, string.Join(", ", Enum.GetNames<T>()), fallback.ToString(), meaning),
            fallback,
            One((string text, out T value) => Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value))
        );

    /// <summary>True, false, or left to <paramref name="otherwise"/>.</summary>
    public static NodeOption<bool?> Flag(string key, string otherwise, string meaning) =>
        new(
            new OptionInfo(key, "true or false", otherwise, meaning),
            null,
            One(
                (string text, out bool? value) =>
                {
                    value = bool.TryParse(text, out var flag) ? flag : null;
                    return value is not null;
                }
            )
        );

    public static NodeOption<long?> Number(string key, long? fallback, long least, long most, string meaning) =>
        Number(key, fallback, fallback is { } number ? $"{number}" : "none", least, most, meaning);

    /// <summary>A number, or left to <paramref name="otherwise"/>.</summary>
    public static NodeOption<long?> NumberOr(string key, string otherwise, long least, long most, string meaning) =>
        Number(key, null, otherwise, least, most, meaning);

    private static NodeOption<long?> Number(
        string key,
        long? fallback,
        string otherwise,
        long least,
        long most,
        string meaning
    ) =>
        new(
            new OptionInfo(key, $"a number from {least} to {most}", otherwise, meaning),
            fallback,
            One(
                (string text, out long? value) =>
                {
                    value = null;
                    if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    {
                        value = number;
                    }

                    return value >= least && value <= most;
                }
            )
        );

    /// <summary>A share, from none (0) to all (1).</summary>
    public static NodeOption<double> Share(string key, string fallback, string meaning) =>
        new(
            new OptionInfo(key, "a number from 0 to 1", fallback, meaning),
            double.Parse(fallback, CultureInfo.InvariantCulture),
            One(
                (string text, out double value) =>
                    double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value)
                    && value is >= 0 and <= 1
            )
        );

    /// <summary>A length of time: <c>90s</c>, <c>5m</c>, <c>7d</c>, a bare number of seconds, or <c>d.hh:mm:ss</c>.</summary>
    public static NodeOption<TimeSpan> Duration(
        string key,
        string fallback,
        string least,
        string most,
        string meaning
    ) =>
        new(
            new OptionInfo(key, $"a time from {least} to {most}", fallback, meaning),
            ParseDuration(fallback),
            One(
                (string text, out TimeSpan value) =>
                    TryDuration(text, out value) && value >= ParseDuration(least) && value <= ParseDuration(most)
            )
        );

    /// <summary>The same, or <c>never</c>.</summary>
    public static NodeOption<TimeSpan?> DurationOrNever(string key, string fallback, string least, string meaning) =>
        new(
            new OptionInfo(key, $"a time of at least {least}, or never", fallback, meaning),
            ParseDuration(fallback),
            One(
                (string text, out TimeSpan? value) =>
                {
                    value = TryDuration(text, out var time) ? time : null;
                    return text.Equals("never", StringComparison.OrdinalIgnoreCase) || value >= ParseDuration(least);
                }
            )
        );

    public static NodeOption<IReadOnlyList<string>> List(string key, string values, string fallback, string meaning) =>
        new(
            new OptionInfo(key, values, fallback, meaning) { IsList = true },
            Items([fallback is "any" or "none" ? "" : fallback]),
            (IReadOnlyList<string> texts, out IReadOnlyList<string> value) =>
            {
                value = Items(texts);
                return true;
            }
        );

    /// <summary>A list, or left to <paramref name="otherwise"/>; <c>none</c> for an empty one.</summary>
    public static NodeOption<IReadOnlyList<string>?> ListOr(
        string key,
        string values,
        string otherwise,
        string meaning
    ) =>
        new(
            new OptionInfo(key, values, otherwise, meaning) { IsList = true },
            null,
            (IReadOnlyList<string> texts, out IReadOnlyList<string>? value) =>
            {
                value = texts is ["none"] ? [] : Items(texts);
                return true;
            }
        );

    /// <summary>Groups of at least two names: commas within a group, semicolons between groups.</summary>
    public static NodeOption<IReadOnlyList<IReadOnlyList<string>>> Groups(
        string key,
        string fallback,
        string meaning
    ) =>
        new(
            new OptionInfo(key, "groups like A,B;C,D, each of two or more", fallback, meaning) { IsList = true },
            [Items([fallback])],
            (IReadOnlyList<string> texts, out IReadOnlyList<IReadOnlyList<string>> value) =>
            {
                value =
                [
                    .. texts
                        .SelectMany(text => text.Split(';', StringSplitOptions.RemoveEmptyEntries))
                        .Select(group => Items([group])),
                ];
                return value.All(group => group.Count > 1);
            }
        );

    public static NodeOption<string> Secret(string key, string meaning) =>
        new(
            new OptionInfo(key, "text", "none", meaning) { Show = _ => Masked },
            "",
            (IReadOnlyList<string> texts, out string value) =>
            {
                value = texts[0];
                return true;
            }
        );

    public static IReadOnlyList<string> Items(IEnumerable<string> texts) =>
        [
            .. texts.SelectMany(text =>
                text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            ),
        ];

    private delegate bool OneReader<T>(string text, out T value);

    private static NodeOption<T>.Reader One<T>(OneReader<T> read) =>
        (IReadOnlyList<string> texts, out T value) => read(texts[0].Trim(), out value);

    private static TimeSpan ParseDuration(string text) =>
        TryDuration(text, out var value) ? value : throw new FormatException(text);

    /// <summary>Reads a length of time: <c>90s</c>, <c>5m</c>, <c>7d</c>, a bare number of seconds, or <c>d.hh:mm:ss</c>.</summary>
    public static bool TryDuration(string text, out TimeSpan value)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
        }

        var named = Units.FirstOrDefault(entry => text.EndsWith(entry.Suffix, StringComparison.OrdinalIgnoreCase));
        var (suffix, unit) = named.Suffix is null ? ("", TimeSpan.FromSeconds(1)) : named;
        value = default;
        if (
            !double.TryParse(
                text.AsSpan(0, text.Length - suffix.Length),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            )
            || number * unit.TotalDays > 100_000
        )
        {
            return false;
        }

        value = number * unit;
        return true;
    }
}
