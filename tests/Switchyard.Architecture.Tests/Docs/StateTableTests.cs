using System.Text.RegularExpressions;
using Switchyard.Engine.Jobs;

namespace Switchyard.Architecture.Tests.Docs;

public sealed partial class StateTableTests
{
    [Fact]
    public void Architecture_TableOfStates_EqualsTheEngines()
    {
        var documented = Parse(File.ReadAllText(RepositoryRoot.Combine("docs/architecture.md")));

        var allowed = Enum.GetValues<JobState>()
            .ToDictionary(
                Name,
                from => Enum.GetValues<JobState>().Where(to => JobTransitions.IsAllowed(from, to)).Select(Name)
            );
        documented.Keys.ShouldBe(allowed.Keys, ignoreOrder: true);
        foreach (var (from, to) in allowed)
        {
            documented[from].ShouldBe(to, ignoreOrder: true, $"docs/architecture.md: from {from}");
        }
    }

    [Fact]
    public void Parse_ARow_GivesItsStates() =>
        Parse("| `paused` | `pending`, `failed` |\n| `succeeded` | |")["paused"].ShouldBe(["pending", "failed"]);

    // | `paused` | `pending`, `cancelled`, `failed` |
    private static Dictionary<string, string[]> Parse(string markdown) =>
        Row()
            .Matches(markdown)
            .ToDictionary(
                row => row.Groups["from"].Value,
                row => row.Groups["to"].Value.Split([',', ' ', '`'], StringSplitOptions.RemoveEmptyEntries)
            );

    private static string Name(JobState state) => state.ToString().ToLowerInvariant();

    [GeneratedRegex(
        @"^\| `(?<from>\w+)` \|(?<to>[ `,\w]*)\|$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Row();
}
