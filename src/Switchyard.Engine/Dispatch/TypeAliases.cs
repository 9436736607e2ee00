namespace Switchyard.Engine.Dispatch;

/// <summary>Which types are one capability.</summary>
internal sealed class TypeAliases
{
    private readonly Dictionary<string, string> canonical = new(StringComparer.Ordinal);

    public TypeAliases(IReadOnlyList<IReadOnlyList<string>> groups)
    {
        foreach (var group in groups)
        {
            foreach (var type in group)
            {
                canonical[type] = group[0];
            }
        }
    }

    /// <summary>The one name of a capability.</summary>
    public string Canonical(string type) => canonical.GetValueOrDefault(type, type);

    /// <summary>The one names of several.</summary>
    public IReadOnlySet<string> Canonical(IEnumerable<string> types) =>
        types.Select(Canonical).ToHashSet(StringComparer.Ordinal);
}
