using System.Collections;
using Switchyard.Gateway.Listeners;
using Switchyard.Options;

namespace Switchyard.Verbs;

/// <summary>What the command line of <c>serve</c> says.</summary>
/// <param name="DataFolder">From --data.</param>
/// <param name="Database">From --database; null when not given.</param>
/// <param name="Listen">From --listen: <c>NAME=URL</c> or <c>NAME=off</c>.</param>
internal sealed record ServeOptions(string DataFolder, string? Database, IReadOnlyList<string> Listen)
{
    /// <summary>The data folder when none is named.</summary>
    public const string DefaultDataFolder = "data";

    /// <summary>Reads all sources: each overrules the ones before it.</summary>
    /// <param name="workFolder">Where the process was started.</param>
    /// <param name="environment">Its variables.</param>
    public OptionSet Read(string workFolder, IDictionary environment)
    {
        var problems = new List<string>();
        var set = new OptionSet(
            NodeOptions.All,
            [
                OptionSources.FromFile(Path.Combine(workFolder, "appsettings.json"), problems),
                OptionSources.FromFile(Path.Combine(DataFolder, "appsettings.json"), problems),
                OptionSources.FromEnvironment(environment),
                FromCommandLine(problems).ToList(),
            ]
        );
        problems.ForEach(set.Refuse);
        return set;
    }

    private IEnumerable<OptionEntry> FromCommandLine(List<string> problems)
    {
        if (Database is not null)
        {
            yield return new OptionEntry(NodeOptions.Database.Info.Key, Database, "--database");
        }

        foreach (var text in Listen)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? text : text[..equals];
            var listener = NodeOptions.Listeners.FirstOrDefault(known =>
                known.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            );
            if (equals < 0 || listener is null)
            {
                problems.Add(
                    $"--listen {text}: write NAME=URL or NAME=off, NAME being one of {string.Join(", ", ListenerNames.All)}."
                );
                continue;
            }

            yield return new OptionEntry(listener.Listen.Info.Key, text[(equals + 1)..], "--listen");
        }
    }
}
