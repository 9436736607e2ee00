using System.Text.RegularExpressions;
using Switchyard.Contracts.Errors;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.OpenApi;

/// <summary>docs/api.md lists every route of the native API, as its OpenAPI document has them.</summary>
public sealed partial class ApiTextTests
{
    [Fact]
    public async Task Text_AndDocument_KnowTheSameQuoted()
    {
        await using var server = await ServerFixture.StartAsync();

        var (_, document) = await server.SendAsync(HttpMethod.Get, "console", "/api/v1/openapi.json");

        document
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(verb => $"{verb.Name} {path.Name}"))
            .ShouldBe(Written(), ignoreOrder: true);
    }

    [Fact]
    public void Text_AndProgram_KnowTheSameProblemCodes() =>
        File.ReadLines(RepositoryRoot.Combine("docs/api.md"))
            .SkipWhile(line => line != "| status | code |")
            .Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .SelectMany(line => Quoted().Matches(line).Select(match => match.Groups[1].Value))
            .Distinct()
            .ShouldBe(
                typeof(ProblemCodes).GetFields().Select(field => (string)field.GetRawConstantValue()!),
                ignoreOrder: true
            );

    // | `POST /jobs/{id}/start`, `pause`, `GET /jobs/{id}?wait=` | submit | …
    private static IEnumerable<string> Written()
    {
        foreach (var line in File.ReadLines(RepositoryRoot.Combine("docs/api.md")))
        {
            var before = "";
            var cell = line.Split('|') is ["", var first, ..] ? first : "";
            foreach (var word in Quoted().Matches(cell).Select(match => match.Groups[1].Value.Split('?')[0]))
            {
                if (word.Split(' ') is [var method, var path])
                {
                    before = $"{method.ToLowerInvariant()} /api/v1{path}";
                    yield return before;
                }
                else if (before.Length > 0)
                {
                    yield return $"{before[..before.LastIndexOf('/')]}/{word}";
                }
            }
        }
    }

    [GeneratedRegex("`([^`]+)`", RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();
}
