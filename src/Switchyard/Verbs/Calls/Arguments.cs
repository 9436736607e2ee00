using System.CommandLine;
using System.CommandLine.Parsing;
using Switchyard.Options;

namespace Switchyard.Verbs.Calls;

/// <summary>The kinds of option that several verbs have.</summary>
internal static class Arguments
{
    /// <summary>A length of time: <c>500ms</c>, <c>90s</c>, <c>5m</c>, <c>7d</c>, or a bare number of seconds.</summary>
    public static Option<TimeSpan?> Time(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "TIME",
            CustomParser = ReadTime,
        };

    /// <summary>Names separated by commas, or given one by one.</summary>
    public static Option<string[]> Names(string name, string description, string help) =>
        new(name)
        {
            Description = description,
            HelpName = help,
            CustomParser = result => [.. result.Tokens.SelectMany(token => Split(token.Value))],
        };

    private static TimeSpan? ReadTime(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (OptionKinds.TryDuration(text, out var time))
        {
            return time;
        }

        result.AddError($"{text} is no time: write it like 500ms, 90s, 5m, 2h or 7d.");
        return null;
    }

    private static string[] Split(string text) =>
        text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
