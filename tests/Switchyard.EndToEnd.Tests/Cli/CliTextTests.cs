using System.Text.RegularExpressions;
using Switchyard.Verbs;

namespace Switchyard.EndToEnd.Tests.Cli;

/// <summary>docs/cli.md and the shells' completion have every verb that there is.</summary>
public sealed partial class CliTextTests
{
    /// <summary>Verbs that run until they are told to end, print a script, or write JSON to a file.</summary>
    private static readonly string[] WithoutAnswer = ["serve", "worker", "completion", "bench"];

    private static readonly string[] Text = File.ReadAllLines(RepositoryRoot.Combine("docs/cli.md"));

    [Fact]
    public void Text_AndProgram_KnowTheSameVerbs() =>
        Synopsis()
            .Order(StringComparer.Ordinal)
            .ShouldBe(Verbs().Select(verb => verb.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Text_AndProgram_KnowTheSameAnswersInJson() =>
        Answers()
            .Order(StringComparer.Ordinal)
            .ShouldBe(
                Verbs()
                    .Where(verb => verb.HasJson && !WithoutAnswer.Contains(verb.Name))
                    .Select(verb => verb.Name)
                    .Order(StringComparer.Ordinal)
            );

    [Fact]
    public void Verb_WithAnAnswer_GivesItInJson() =>
        Verbs().Where(verb => !verb.HasJson).Select(verb => verb.Name).ShouldBeSubsetOf(WithoutAnswer);

    [Fact]
    public async Task Completion_OfNothingYet_OffersEveryVerb()
    {
        var offered = await CliServer.RunAnywhereAsync("[suggest:0]", "");

        RootVerb
            .Create()
            .Subcommands.Where(verb => !verb.Hidden)
            .Select(verb => verb.Name)
            .ShouldBeSubsetOf(offered.Output.Split('\n', StringSplitOptions.TrimEntries));
    }

    private static IEnumerable<(string Name, bool HasJson)> Verbs() =>
        RootVerb.Create().Subcommands.Where(verb => !verb.Hidden).SelectMany(verb => Verbs(verb, verb.Name));

    private static IEnumerable<(string Name, bool HasJson)> Verbs(System.CommandLine.Command command, string name)
    {
        var below = command.Subcommands.SelectMany(verb => Verbs(verb, $"{name} {verb.Name}"));
        return command.Action is null
            ? below
            : below.Prepend((name, command.Options.Any(option => option.Name == "--json")));
    }

    // ./switchyard schedules trigger ID [PAYLOAD] | backfill ID --from TIME
    private static IEnumerable<string> Synopsis() =>
        Text.SkipWhile(line => line != "```")
            .Skip(1)
            .TakeWhile(line => line != "```")
            .Select(line => line["./switchyard ".Length..])
            .Where(line => !line.StartsWith('-'))
            .SelectMany(Alternatives)
            .Distinct();

    private static IEnumerable<string> Alternatives(string line)
    {
        var verb = line.Split(' ')[0];
        foreach (var call in Bar().Split(line))
        {
            var words = call.Split(' ').TakeWhile(word => Word().IsMatch(word));
            var name = string.Join(' ', words);
            yield return name.StartsWith(verb, StringComparison.Ordinal) ? name : $"{verb} {name}";
        }
    }

    // | `schedules show`, `pause`, `resume` | of the latter two `ID STATUS` | the same |
    private static IEnumerable<string> Answers() =>
        Text.SkipWhile(line => line != "## For scripts")
            .SkipWhile(line => !line.StartsWith("| ---", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Split('|')[1])
            .SelectMany(Calls)
            .Distinct();

    private static IEnumerable<string> Calls(string cell)
    {
        var calls = Quoted().Matches(cell).Select(match => match.Groups[1].Value).ToList();
        var verb = calls.FirstOrDefault("").Split(' ')[0];
        return calls.Select(
            (call, index) =>
                string.Join(' ', call.Split(' ').TakeWhile(word => Word().IsMatch(word))) is var name && index == 0
                    ? name
                    : $"{verb} {call}"
        );
    }

    [GeneratedRegex(@" \| ", RegexOptions.NonBacktracking)]
    private static partial Regex Bar();

    [GeneratedRegex("^[a-z]+$", RegexOptions.NonBacktracking)]
    private static partial Regex Word();

    [GeneratedRegex("`([^`]+)`", RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();
}
