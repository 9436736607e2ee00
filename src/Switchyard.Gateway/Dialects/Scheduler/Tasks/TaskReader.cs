using System.Text.Json;
using System.Text.RegularExpressions;
using Switchyard.Contracts.Executors;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Retries;
using Switchyard.Engine.Schedules;

namespace Switchyard.Gateway.Dialects.Scheduler.Tasks;

/// <summary>Reads a task from a body, over the task that it changes or over the defaults of a new one.</summary>
internal sealed partial class TaskReader(ISchedules schedules)
{
    private const int MaxText = 255;
    private const int MaxZone = 64;
    private const int MaxRetries = 100;
    private const int MaxTags = 16;
    private const int MaxTag = 64;
    private const int DefaultTimeout = 3_600;
    private const int MaxSeconds = 86_400;
    private const int DefaultCount = 5;
    private const int MaxCount = 1_000;
    private const int DefaultInitial = 1;
    private const int DefaultMax = 300;

    private static readonly ScheduleRequest New = new()
    {
        Name = "",
        Type = "",
        Payload = default,
        RunTimeout = TimeSpan.FromSeconds(DefaultTimeout),
        Retry = new RetryPolicy(1, TimeSpan.FromSeconds(DefaultInitial), TimeSpan.FromSeconds(DefaultMax)),
    };

    /// <summary>Reads a new task; with what is wrong, all of it at once.</summary>
    public (ScheduleRequest Task, SchedulerProblem? Problem) Create(JsonElement body) => Change(New, body);

    /// <summary>Reads a change: what the body does not name stays.</summary>
    public (ScheduleRequest Task, SchedulerProblem? Problem) Change(ScheduleRequest current, JsonElement body)
    {
        var fields = new SchedulerFields(body);
        var type = Executor(fields, current.Type);
        var task = current with
        {
            Name = Required(fields, "name", current.Name),
            Type = type,
            Payload = Payload(fields, body, type, type == current.Type ? current.Payload : default),
            Tags = fields.Texts("tags", current.Tags, MaxTags, MaxTag),
            Priority = fields.Word("priority", current.Priority, NewJob.DefaultPriority, TaskWords.Priorities),
            Retry = Retry(fields, current.Retry),
            RunTimeout = Seconds(fields, "timeout_seconds", current.RunTimeout, DefaultTimeout, 1, MaxSeconds),
            Calendar = fields.Text("schedule", current.Calendar, MaxText),
            TimeZone = fields.Text("time_zone", current.TimeZone, MaxZone) ?? New.TimeZone,
            Status = fields.Word("status", current.Status, New.Status, TaskWords.Statuses),
            Overlap = fields.Word("overlap", current.Overlap, New.Overlap, TaskWords.Overlaps),
            CatchUp = fields.Word("catch_up", current.CatchUp, New.CatchUp, TaskWords.CatchUps),
            ConcurrencyKey = fields.Text("concurrency_key", current.ConcurrencyKey, MaxText),
            Jitter = Seconds(fields, "jitter_seconds", current.Jitter, 0, 0, MaxSeconds) ?? TimeSpan.Zero,
        };
        // Without a cron text the zone waits for one, and must be a zone all the same.
        var preview = schedules.Preview(task.Calendar ?? "@daily", task.TimeZone, null, 1);
        if (preview.Problem is { } problem)
        {
            fields.Refuse(problem.Field ?? "schedule", problem.Message);
        }

        return (task, fields.Problem);
    }

    /// <summary>Reads a cron text to be tried, and tries it.</summary>
    public (IReadOnlyList<DateTimeOffset> Slots, SchedulerProblem? Problem) Preview(JsonElement body)
    {
        var fields = new SchedulerFields(body);
        var calendar = Required(fields, "schedule", "");
        var zone = fields.Text("time_zone", null, MaxZone) ?? New.TimeZone;
        var count = fields.Number("count", DefaultCount, DefaultCount, 1, MaxCount)!.Value;
        var preview = schedules.Preview(calendar, zone, null, count);
        if (preview.Problem is { } problem && calendar.Length > 0)
        {
            fields.Refuse(problem.Field ?? "schedule", problem.Message);
        }

        return (preview.Slots, fields.Problem);
    }

    private static string Required(SchedulerFields fields, string name, string current)
    {
        var text = fields.Text(name, current, MaxText);
        if (text is null || (text.Length == 0 && !fields.TryGet(name, out _)))
        {
            fields.Refuse(name, "is required");
        }

        return text ?? "";
    }

    private static string Executor(SchedulerFields fields, string current)
    {
        if (!fields.TryGet("executor", out var value) && current.Length > 0)
        {
            return current;
        }

        var type = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        if (!TypeName().IsMatch(type))
        {
            fields.Refuse(
                "executor",
                value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null
                    ? "is required"
                    : "must be shell, http, python or a worker's type: 1 to 128 of A-Z a-z 0-9 . _ : -, the first a letter or digit"
            );
        }

        return type;
    }

    private static ReadOnlyMemory<byte> Payload(
        SchedulerFields fields,
        JsonElement body,
        string type,
        ReadOnlyMemory<byte> current
    )
    {
        if (TaskPayload.FieldsOf(type) is { } own)
        {
            if (!current.IsEmpty && !own.Any(name => fields.TryGet(name, out _)))
            {
                return current;
            }

            var payload = TaskPayload.Merge(current, body, own);
            foreach (var problem in ExecutorTypes.Check(type, payload))
            {
                fields.Refuse(problem.Field, problem.Message);
            }

            return payload;
        }

        if (!fields.TryGet(TaskPayload.Field, out var given))
        {
            return current.IsEmpty ? "{}"u8.ToArray() : current;
        }

        if (given.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
        {
            fields.Refuse(TaskPayload.Field, "must be an object");
        }

        return given.ValueKind == JsonValueKind.Object ? Contracts.Json.RawJson.Of(given).Bytes : "{}"u8.ToArray();
    }

    // Another door's may be no whole seconds: they stay as they are unless named.
    private static TimeSpan? Seconds(
        SchedulerFields fields,
        string name,
        TimeSpan? current,
        int fallback,
        int least,
        int most
    ) =>
        fields.TryGet(name, out _)
            ? TimeSpan.FromSeconds(fields.Number(name, fallback, fallback, least, most)!.Value)
            : current;

    // "retry_backoff": {"initial_seconds": 1, "max_seconds": 300}
    private static RetryPolicy Retry(SchedulerFields fields, RetryPolicy current)
    {
        var attempts = 1 + fields.Number("retry_count", current.MaxAttempts - 1, 0, 0, MaxRetries)!.Value;
        if (!fields.TryGet("retry_backoff", out var value))
        {
            return current with { MaxAttempts = attempts };
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            return New.Retry with { MaxAttempts = attempts };
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            fields.Refuse("retry_backoff", "must be an object with initial_seconds and max_seconds");
            return current;
        }

        return new RetryPolicy(
            attempts,
            Wait(fields, value, "initial_seconds", DefaultInitial),
            Wait(fields, value, "max_seconds", DefaultMax)
        );
    }

    private static TimeSpan Wait(SchedulerFields fields, JsonElement backoff, string name, int fallback)
    {
        if (!backoff.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return TimeSpan.FromSeconds(fallback);
        }

        if (
            value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var seconds)
            && seconds is >= 0 and <= MaxSeconds
        )
        {
            return TimeSpan.FromSeconds(seconds);
        }

        fields.Refuse($"retry_backoff.{name}", $"must be a number, 0 to {MaxSeconds}");
        return TimeSpan.Zero;
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex TypeName();
}
