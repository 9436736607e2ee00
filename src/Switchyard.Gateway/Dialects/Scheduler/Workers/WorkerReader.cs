using System.Text.Json;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Workers;

namespace Switchyard.Gateway.Dialects.Scheduler.Workers;

/// <summary>Reads what is said and set of workers.</summary>
internal static class WorkerReader
{
    private const int MaxName = 255;
    private const int MaxTasks = 10_000;
    private const int MaxTags = 64;
    private const int MaxTag = 64;
    private const int MaxTypes = 256;
    private const int MaxType = 128;

    /// <summary>The name of a worker that registers.</summary>
    public static (string Id, SchedulerProblem? Problem) Name(JsonElement body)
    {
        var fields = new SchedulerFields(body);
        var id = fields.Text("id", null, MaxName);
        // It is part of paths: what is normalised away there would never arrive.
        if (id is null or "." or ".." || id.Contains('/'))
        {
            fields.Refuse("id", $"must be 1 to {MaxName} characters, without a slash");
        }

        return (id ?? "", fields.Problem);
    }

    /// <summary>A heartbeat.</summary>
    public static (WorkerReport Report, SchedulerProblem? Problem) Report(JsonElement body, string address)
    {
        var fields = new SchedulerFields(body);
        var report = new WorkerReport
        {
            Dialect = Dialect.Scheduler,
            Address = address,
            Types = fields.IsGiven("types") ? fields.Texts("types", [], MaxTypes, MaxType) : null,
            Tags = fields.IsGiven("tags") ? fields.Texts("tags", [], MaxTags, MaxTag) : null,
            MaxTasks = fields.Number("max_tasks", null, 1, 1, MaxTasks),
            CurrentTasks = fields.Number("current_tasks", null, 0, 0, int.MaxValue),
            System = Usage(fields),
        };
        return (report, fields.Problem);
    }

    /// <summary>What an operator sets.</summary>
    public static (WorkerChange Change, SchedulerProblem? Problem) Change(JsonElement body)
    {
        var fields = new SchedulerFields(body);
        var change = new WorkerChange(
            fields.IsGiven("max_tasks") ? fields.Number("max_tasks", null, 1, 1, MaxTasks) : null,
            fields.IsGiven("tags") ? fields.Texts("tags", [], MaxTags, MaxTag) : null,
            fields.Flag("enabled")
        );
        return (change, fields.Problem);
    }

    // "system_info": {"cpu_usage": 45.2, "memory_usage": 60.8, "disk_usage": 35.1}
    private static SystemUsage? Usage(SchedulerFields fields)
    {
        const string Name = "system_info";
        if (!fields.IsGiven(Name))
        {
            return null;
        }

        _ = fields.TryGet(Name, out var usage);
        if (usage.ValueKind != JsonValueKind.Object)
        {
            fields.Refuse(Name, "must be an object");
            return null;
        }

        return new SystemUsage(
            Percent(fields, usage, "cpu_usage"),
            Percent(fields, usage, "memory_usage"),
            Percent(fields, usage, "disk_usage")
        );
    }

    private static double? Percent(SchedulerFields fields, JsonElement usage, string name)
    {
        if (!usage.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (
            value.ValueKind == JsonValueKind.Number
            && value.TryGetDouble(out var percent)
            && percent is >= 0 and <= 100
        )
        {
            return percent;
        }

        fields.Refuse($"system_info.{name}", "must be a number, 0 to 100");
        return null;
    }
}
