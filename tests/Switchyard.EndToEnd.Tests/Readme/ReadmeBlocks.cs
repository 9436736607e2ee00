using System.Text.RegularExpressions;

namespace Switchyard.EndToEnd.Tests.Readme;

/// <summary>The fenced blocks of README.md, by their language, in their order.</summary>
internal static partial class ReadmeBlocks
{
    /// <summary>Blocks of one language, without the fences.</summary>
    public static IReadOnlyList<string> Of(string language) =>
        [
            .. Fence()
                .Matches(File.ReadAllText(RepositoryRoot.Combine("README.md")))
                .Where(block => block.Groups["language"].Value == language)
                .Select(block => block.Groups["text"].Value),
        ];

    [GeneratedRegex(
        "^```(?<language>\\w+)\n(?<text>.*?)^```$",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex Fence();
}
