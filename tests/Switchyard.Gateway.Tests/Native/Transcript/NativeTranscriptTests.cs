using System.Text.RegularExpressions;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Native.Transcript;

/// <summary>
/// One conversation with the native API, in which every route has its part: <c>native.txt</c>, requests and answers as
/// they go over the wire. <c>SWITCHYARD_WRITE_TRANSCRIPTS=1</c> writes what is answered into the file, to be read
/// before it is committed.
/// </summary>
public sealed partial class NativeTranscriptTests
{
    private const string Variable = "SWITCHYARD_WRITE_TRANSCRIPTS";

    private static readonly string File = RepositoryRoot.Combine(
        "tests/Switchyard.Gateway.Tests/Native/Transcript/native.txt"
    );

    [Fact]
    public async Task Conversation_WithEveryRoute_IsAsWritten()
    {
        await using var server = await ServerFixture.StartAsync();
        var names = new Dictionary<string, string>();
        var written = new List<string>();
        foreach (var (title, request, expected) in Exchanges())
        {
            var answer = Unify(await server.ExchangeAsync("console", Authorize(Fill(request, names))), names);
            if (Environment.GetEnvironmentVariable(Variable) is null)
            {
                answer.ShouldBe(expected, title);
            }

            written.Add($"=== {title}\n{request}\n---\n{answer}\n");
        }

        if (Environment.GetEnvironmentVariable(Variable) is not null)
        {
            await System.IO.File.WriteAllTextAsync(File, string.Concat(written));
        }
    }

    /// <summary>The stream of events never ends: it has tests of its own.</summary>
    [Fact]
    public async Task Conversation_HasEveryRoute_ThatTheDocumentHas()
    {
        await using var server = await ServerFixture.StartAsync();
        var (_, document) = await server.SendAsync(HttpMethod.Get, "console", "/api/v1/openapi.json");
        var calls = Exchanges().Select(exchange => exchange.Request.Split('\n')[0]).ToList();

        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var method in path.Value.EnumerateObject().Select(verb => verb.Name.ToUpperInvariant()))
            {
                var pattern = Parameter().Replace(Regex.Escape(path.Name).Replace("}", "\\}"), "[^/?]+");
                calls.ShouldContain(
                    call => Regex.IsMatch(call, $"^{method} {pattern}(\\?.*)? HTTP", RegexOptions.NonBacktracking),
                    $"{method} {path.Name} has no part in the conversation"
                );
            }
        }
    }

    private static IEnumerable<(string Title, string Request, string Answer)> Exchanges()
    {
        var text = System.IO.File.ReadAllText(File).ReplaceLineEndings("\n");
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

    /// <summary>What differs every time reads as its name, and may be asked for by it.</summary>
    private static string Unify(string answer, Dictionary<string, string> names)
    {
        answer = answer.TrimEnd('\n');
        if (Backup().Match(answer) is { Success: true } backup)
        {
            names["{backup}"] = backup.Value;
        }

        answer = Backup().Replace(answer, "{backup}");
        answer = Bytes().Replace(answer, "\"bytes\":{bytes}");
        return Secret().Replace(answer, "{secret}");
    }

    [GeneratedRegex(@"switchyard-\d{8}T\d{6}Z(-\d+)?\.db", RegexOptions.NonBacktracking)]
    private static partial Regex Backup();

    [GeneratedRegex("\"bytes\":\\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Bytes();

    [GeneratedRegex("syk_[A-Za-z0-9_-]+", RegexOptions.NonBacktracking)]
    private static partial Regex Secret();

    [GeneratedRegex(@"\\\{[a-z]+\\\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
