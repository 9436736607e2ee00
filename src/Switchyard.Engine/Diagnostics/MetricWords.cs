using System.Text.Json;

namespace Switchyard.Engine.Diagnostics;

/// <summary>The members of an enumeration as metrics and traces write them, in snake_case.</summary>
internal static class MetricWords<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Words = Enum.GetValues<T>()
        .ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    /// <summary>The word of a member.</summary>
    public static string Of(T value) => Words[value];

    /// <summary>A tag for each member, made once.</summary>
    public static Dictionary<T, KeyValuePair<string, object?>> Tags(string key) =>
        Words.ToDictionary(entry => entry.Key, entry => new KeyValuePair<string, object?>(key, entry.Value));
}
