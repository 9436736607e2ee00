using System.Text.RegularExpressions;

namespace Switchyard.Gateway.Tests.Serving;

/// <summary>
/// One conversation with an API, in which every route has its part: a file of requests and answers as they go over the
/// wire. <c>SWITCHYARD_WRITE_TRANSCRIPTS=1</c> writes what is answered into the file, to be read before it is committed.
/// </summary>
/// <param name="path">The file, from the root of the repository.</param>
/// <param name="document">The path of the API's OpenAPI document.</param>
/// <param name="unify">Makes what differs every time read as its name; may put values there, to be asked for by name.</param>
internal sealed partial class Transcript(
    string path,
    string document,
    Func<string, Dictionary<string, string>, string> unify
)
{
    private const string Variable = "SWITCHYARD_WRITE_TRANSCRIPTS";

    private static readonly bool IsWritten = Environment.GetEnvironmentVariable(Variable) is not null;

    private readonly string _file = RepositoryRoot.Combine(path);

    /// <summary>Holds the conversation.</summary>
    public async Task PlayAsync(ServerFixture server)
    {
        var names = new Dictionary<string, string>();
        var written = new List<string>();
        foreach (var (title, request, expected) in Exchanges())
        {
            var answer = await server.ExchangeAsync("console", Authorize(Fill(request, names)));
            answer = unify(answer.TrimEnd('\n'), names);
            if (!IsWritten)
            {
                answer.ShouldBe(expected, title);
            }

            written.Add($"=== {title}\n{request}\n---\n{answer}\n");
        }

        if (IsWritten)
        {
            await File.WriteAllTextAsync(_file, string.Concat(written));
        }
    }

    /// <summary>Every route of the document has its part.</summary>
    public async Task HoldCompleteAsync(ServerFixture server)
    {
        var (_, routes) = await server.SendAsync(HttpMethod.Get, "console", document);
        var calls = Exchanges().Select(exchange => exchange.Request.Split('\n')[0]).ToList();
        foreach (var route in routes.GetProperty("paths").EnumerateObject())
        {
            foreach (var method in route.Value.EnumerateObject().Select(verb => verb.Name.ToUpperInvariant()))
            {
                var pattern = Parameter().Replace(Regex.Escape(route.Name).Replace("}", "\\}"), "[^/?]+");
                calls.ShouldContain(
                    call => Regex.IsMatch(call, $"^{method} {pattern}(\\?.*)? HTTP", RegexOptions.NonBacktracking),
                    $"{method} {route.Name} has no part in the conversation"
                );
            }
        }
    }

    private IEnumerable<(string Title, string Request, string Answer)> Exchanges()
    {
        var text = File.ReadAllText(_file).ReplaceLineEndings("\n");
        foreach (var exchange in text.Split("=== ", StringSplitOptions.RemoveEmptyEntries))
        {
            var (line, rule) = (exchange.IndexOf('\n'), exchange.IndexOf("\n---\n", StringComparison.Ordinal));
            yield return (exchange[..line], exchange[(line + 1)..rule], exchange[(rule + 5)..].TrimEnd('\n'));
        }
    }

    private static string Authorize(string request)
    {
        var line = request.IndexOf('\n');
        return $"{request[..line]}\nAuthorization: Bearer {ServerFixture.AdminKey}{request[line..]}";
    }

    private static string Fill(string request, Dictionary<string, string> names) =>
        names.Aggregate(request, (text, name) => text.Replace(name.Key, name.Value, StringComparison.Ordinal));

    [GeneratedRegex(@"\\\{[a-z_]+\\\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
