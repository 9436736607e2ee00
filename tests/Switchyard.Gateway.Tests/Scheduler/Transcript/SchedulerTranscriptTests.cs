using System.Text.RegularExpressions;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Scheduler.Transcript;

/// <summary>The conversation with the scheduler's API: <c>scheduler.txt</c>.</summary>
public sealed partial class SchedulerTranscriptTests
{
    private static readonly Serving.Transcript Conversation = new(
        "tests/Switchyard.Gateway.Tests/Scheduler/Transcript/scheduler.txt",
        "/api/openapi.json",
        (answer, _) => Duration().Replace(answer, "\"duration_ms\":{ms}")
    );

    [Fact]
    public async Task Conversation_WithEveryRoute_IsAsWritten()
    {
        await using var server = await ServerFixture.StartAsync();
        await Conversation.PlayAsync(server);
    }

    [Fact]
    public async Task Conversation_HasEveryRoute_ThatTheDocumentHas()
    {
        await using var server = await ServerFixture.StartAsync();
        await Conversation.HoldCompleteAsync(server);
    }

    [GeneratedRegex("\"duration_ms\":\\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Duration();
}
