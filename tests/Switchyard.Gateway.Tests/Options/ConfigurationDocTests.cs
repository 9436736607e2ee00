using Switchyard.Options;

namespace Switchyard.Gateway.Tests.Options;

/// <summary>docs/configuration.md lists every option there is, as the program knows it.</summary>
public sealed class ConfigurationDocTests
{
    [Fact]
    public void Document_AndProgram_KnowTheSameOptions()
    {
        var rows = File.ReadLines(RepositoryRoot.Combine("docs/configuration.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .ToList();

        rows.ShouldBe(NodeOptions.All.Select(Row));
    }

    private static string Row(OptionInfo option) =>
        $"| `{option.Key}` | {option.Values} | {option.Default} | {option.Meaning} |";
}
