using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Switchyard.Hosting;

namespace Switchyard.Gateway.Tests.Hosting;

public sealed class LogJsonFormatterTests
{
    [Fact]
    public void Entry_WithFieldsAndException_IsOneObjectOnOneLine()
    {
        IReadOnlyList<KeyValuePair<string, object?>> state =
        [
            new("Jobs", 3),
            new("Worker", "w\n\"1\""),
            new("Nothing", null),
            new("{OriginalFormat}", "…"),
        ];

        var line = Write(LogLevel.Warning, state, new InvalidOperationException("first\nsecond"));

        line.ShouldEndWith("\n");
        line.Count(letter => letter == '\n').ShouldBe(1);
        var entry = JsonElement.Parse(line);
        entry.GetProperty("level").GetString().ShouldBe("warn");
        entry.GetProperty("category").GetString().ShouldBe("Cat");
        entry.GetProperty("event_id").GetInt32().ShouldBe(7);
        entry.GetProperty("event").GetString().ShouldBe("Seven");
        entry.GetProperty("message").GetString().ShouldBe("it\nhappened");
        entry.GetProperty("fields").ToString().ShouldBe("""{"Jobs":3,"Worker":"w\n\"1\"","Nothing":null}""");
        entry.GetProperty("exception").GetString().ShouldNotBeNull().ShouldContain("first\nsecond");
        entry.GetProperty("time").GetDateTimeOffset().ShouldBe(new ManualTime().GetUtcNow());
        entry.TryGetProperty("trace_id", out _).ShouldBeFalse();
    }

    [Fact]
    public void Entry_InsideATrace_SaysWhich()
    {
        using var activity = new Activity("a").SetIdFormat(ActivityIdFormat.W3C).Start();

        var entry = JsonElement.Parse(Write(LogLevel.Information, [], null));

        entry.GetProperty("trace_id").GetString().ShouldBe(activity.TraceId.ToHexString());
        entry.GetProperty("span_id").GetString().ShouldBe(activity.SpanId.ToHexString());
    }

    private static string Write(
        LogLevel level,
        IReadOnlyList<KeyValuePair<string, object?>> state,
        Exception? exception
    )
    {
        var entry = new LogEntry<IReadOnlyList<KeyValuePair<string, object?>>>(
            level,
            "Cat",
            new EventId(7, "Seven"),
            state,
            exception,
            (_, _) => "it\nhappened"
        );
        var text = new StringWriter { NewLine = "\n" };
        new LogJsonFormatter(new ManualTime()).Write(entry, null, text);
        return text.ToString();
    }
}
