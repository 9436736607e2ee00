using System.Text.Json;
using Switchyard.Contracts.Executors;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Schedules;

namespace Switchyard.Gateway.Dialects.Scheduler.Tasks;

/// <summary>The engine's schedules in the wire's words.</summary>
internal static class TaskTranslator
{
    /// <summary>A row of a list.</summary>
    public static TaskView Row(Schedule schedule)
    {
        var task = schedule.Request;
        return new()
        {
            Id = schedule.Id,
            Name = task.Name,
            Executor = task.Type,
            Schedule = task.Calendar,
            TimeZone = task.TimeZone,
            Status = TaskWords.Of(TaskWords.Statuses, task.Status),
            Priority = TaskWords.OfPriority(task.Priority),
            RetryCount = task.Retry.MaxAttempts - 1,
            RetryBackoff = new(task.Retry.Backoff.TotalSeconds, task.Retry.MaxBackoff.TotalSeconds),
            TimeoutSeconds = task.RunTimeout?.TotalSeconds,
            Tags = task.Tags,
            Overlap = TaskWords.Of(TaskWords.Overlaps, task.Overlap),
            CatchUp = TaskWords.Of(TaskWords.CatchUps, task.CatchUp),
            ConcurrencyKey = task.ConcurrencyKey,
            JitterSeconds = task.Jitter.TotalSeconds,
            CreatedAt = schedule.CreatedAt,
            UpdatedAt = schedule.ChangedAt,
            NextRun = schedule.Slot,
        };
    }

    /// <summary>A task in full.</summary>
    public static TaskView View(Schedule schedule, IReadOnlyList<DateTimeOffset> next)
    {
        var view = Row(schedule) with { NextRuns = next };
        var payload = schedule.Request.Payload;
        if (TaskPayload.FieldsOf(schedule.Request.Type) is null)
        {
            return view with { Payload = new RawJson(payload) };
        }

        // Another door may have written what no executor can read: then there is nothing to show.
        return TaskPayload.TryObject(payload, out var fields)
            ? view with
            {
                Command = Text(fields, "command"),
                Arguments = Texts(fields, "arguments"),
                PythonPath = Text(fields, "python_path"),
                WorkingDirectory = Text(fields, "working_directory"),
                Environment = Map(fields, "environment"),
                Url = Text(fields, "url"),
                Method = Text(fields, "method") ?? (schedule.Request.Type == ExecutorTypes.Http ? "GET" : null),
                Headers = Map(fields, "headers"),
                Body = Text(fields, "body"),
                ExpectStatus = Numbers(fields, "expect_status"),
            }
            : view;
    }

    private static string? Text(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) ? Text(value) : null;

    private static string? Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static List<string>? Texts(JsonElement fields, string name) =>
        fields.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => Text(item) ?? "")]
            : null;

    private static Dictionary<string, string>? Map(JsonElement fields, string name)
    {
        if (!fields.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            map[member.Name] = Text(member.Value) ?? "";
        }

        return map;
    }

    // One number or an array of them.
    private static List<int>? Numbers(JsonElement fields, string name) =>
        !fields.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(Number)]
        : value.ValueKind == JsonValueKind.Number ? [Number(value)]
        : null;

    private static int Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;
}
