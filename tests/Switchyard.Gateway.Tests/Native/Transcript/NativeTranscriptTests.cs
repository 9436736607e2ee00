using System.Text.RegularExpressions;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Native.Transcript;

/// <summary>The conversation with the native API: <c>native.txt</c>.</summary>
public sealed partial class NativeTranscriptTests
{
    private static readonly Serving.Transcript Conversation = new(
        "tests/Switchyard.Gateway.Tests/Native/Transcript/native.txt",
        "/api/v1/openapi.json",
        Unify
    );

    [Fact]
    public async Task Conversation_WithEveryRoute_IsAsWritten()
    {
        await using var server = await ServerFixture.StartAsync();
        await Conversation.PlayAsync(server);
    }

    /// <summary>The stream of events never ends: it has tests of its own.</summary>
    [Fact]
    public async Task Conversation_HasEveryRoute_ThatTheDocumentHas()
    {
        await using var server = await ServerFixture.StartAsync();
        await Conversation.HoldCompleteAsync(server);
    }

    private static string Unify(string answer, Dictionary<string, string> names)
    {
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
}
