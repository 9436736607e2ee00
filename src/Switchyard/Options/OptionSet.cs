namespace Switchyard.Options;

/// <summary>All given values, the later source before the earlier one, and the problems found while they are read.</summary>
internal sealed class OptionSet
{
    private readonly Dictionary<string, List<OptionEntry>> _given = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _problems = [];

    /// <param name="known">Every option there is: a key of no option is a problem.</param>
    /// <param name="sources">From the one that yields to all others to the one that none overrules.</param>
    public OptionSet(IReadOnlyCollection<OptionInfo> known, IEnumerable<IEnumerable<OptionEntry>> sources)
    {
        var byKey = known.ToDictionary(option => option.Key, StringComparer.OrdinalIgnoreCase);
        foreach (var source in sources)
        {
            var values = source.ToLookup(entry => OptionOf(entry.Key, byKey), entry => entry);
            foreach (var group in values)
            {
                if (group.Key is { } option)
                {
                    _given[option.Key] = [.. group.OrderBy(entry => entry.Key, ItemOrder.Instance)];
                    continue;
                }

                _problems.AddRange(group.Select(entry => $"{entry.Key}: there is no such option ({entry.Source})."));
            }
        }
    }

    /// <summary>All problems so far, each naming its key.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The value of an option; its default when none, or a bad one, was given.</summary>
    public T Get<T>(NodeOption<T> option)
    {
        if (!_given.TryGetValue(option.Info.Key, out var entries))
        {
            return option.Fallback;
        }

        if (option.Read([.. entries.Select(entry => entry.Value)], out var value))
        {
            return value;
        }

        Refuse(option.Info, $"'{TextOf(option.Info)}' is not {option.Info.Values}");
        return option.Fallback;
    }

    /// <summary>Whether somebody gave the option.</summary>
    public bool IsGiven(OptionInfo option) => _given.ContainsKey(option.Key);

    /// <summary>The given texts of an option, for people, without secrets; null when nobody gave it.</summary>
    public string? TextOf(OptionInfo option) =>
        _given.TryGetValue(option.Key, out var entries)
            ? string.Join(", ", entries.Select(entry => option.Show(entry.Value)))
            : null;

    /// <summary>Where an option was given, for people; null when nobody gave it.</summary>
    public string? SourceOf(OptionInfo option) =>
        _given.TryGetValue(option.Key, out var entries) ? entries[0].Source : null;

    /// <summary>Adds a problem to an option.</summary>
    /// <param name="option">The one to change.</param>
    /// <param name="what">What is wrong, without a full stop.</param>
    public void Refuse(OptionInfo option, string what)
    {
        var source = _given.TryGetValue(option.Key, out var entries) ? $" ({entries[0].Source})" : "";
        _problems.Add($"{option.Key}: {what}{source}.");
    }

    /// <summary>Adds a problem of no single option.</summary>
    public void Refuse(string problem) => _problems.Add(problem);

    private static OptionInfo? OptionOf(string key, Dictionary<string, OptionInfo> known)
    {
        if (known.TryGetValue(key, out var option))
        {
            return option;
        }

        var end = key.LastIndexOf(':');
        while (end > 0 && int.TryParse(key.AsSpan(end + 1), out _))
        {
            key = key[..end];
            if (known.TryGetValue(key, out option))
            {
                return option.IsList ? option : null;
            }

            end = key.LastIndexOf(':');
        }

        return null;
    }
}
