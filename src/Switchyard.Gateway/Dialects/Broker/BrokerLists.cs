using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;
using Switchyard.Engine.Workers;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>The bodies of <c>/api/nodes</c> and <c>/api/tasks</c>.</summary>
internal static class BrokerLists
{
    /// <summary>Where a task stands in the words of this API.</summary>
    public static string Status(JobState state) =>
        state switch
        {
            JobState.Draft => "pending",
            JobState.Scheduled => "pending",
            JobState.Pending => "pending",
            JobState.Running => "processing",
            JobState.Paused => "pending",
            JobState.Succeeded => "completed",
            JobState.Failed => "completed",
            JobState.Cancelled => "completed",
        };

    /// <summary>
    /// <c>[{"id":…,"ip":…,"task_types":[…],"max_concurrency":4,"current_tasks":2,"pending_tasks":1,"connected_at":"2025-04-12 16:40:12","uptime":"126 秒","status":"online"}]</c>
    /// </summary>
    public static byte[] Nodes(IReadOnlyList<WorkerStatus> workers, DateTimeOffset now, TimeZoneInfo zone) =>
        Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var worker in workers)
            {
                WriteNode(writer, worker, now, zone);
            }

            writer.WriteEndArray();
        });

    /// <summary>
    /// <c>{"summary":{"total":…,"completed":…,"pending":…,"assigned":…},"tasks":[{"taskId":…,"status":"processing","assignedTo":"s2","createdAt":"2025-04-12T09:23:34.344576","type":…}]}</c>
    /// </summary>
    public static byte[] Tasks(
        JobCounts counts,
        IReadOnlyList<JobSnapshot> tasks,
        TimeZoneInfo zone,
        IdFormat format
    ) =>
        Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("summary"u8);
            writer.WriteNumber("total"u8, counts.Finished + counts.Unfinished);
            writer.WriteNumber("completed"u8, counts.Finished);
            writer.WriteNumber("pending"u8, counts.Unfinished);
            writer.WriteNumber("assigned"u8, counts[JobState.Running]);
            writer.WriteEndObject();
            writer.WriteStartArray("tasks"u8);
            foreach (var task in tasks)
            {
                WriteTask(writer, task, zone, format);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });

    private static void WriteNode(Utf8JsonWriter writer, WorkerStatus worker, DateTimeOffset now, TimeZoneInfo zone)
    {
        var until = worker.IsOnline ? now : worker.LastSeenAt;
        var uptime = Math.Max(0, (long)(until - worker.ConnectedAt).TotalSeconds);
        writer.WriteStartObject();
        writer.WriteString("id"u8, worker.Hello.Id);
        writer.WriteString("ip"u8, worker.Hello.Address);
        writer.WriteStartArray("task_types"u8);
        foreach (var type in worker.Hello.Types)
        {
            writer.WriteStringValue(type);
        }

        writer.WriteEndArray();
        writer.WriteNumber("max_concurrency"u8, worker.Hello.Capacity);
        writer.WriteNumber("current_tasks"u8, worker.Held);
        writer.WriteNumber("pending_tasks"u8, worker.ReportedPending);
        writer.WriteString("connected_at"u8, In(zone, worker.ConnectedAt, "yyyy-MM-dd HH:mm:ss"));
        writer.WriteString("uptime"u8, $"{uptime} 秒");
        writer.WriteString("status"u8, worker.IsOnline ? "online" : "offline");
        writer.WriteEndObject();
    }

    private static void WriteTask(Utf8JsonWriter writer, JobSnapshot task, TimeZoneInfo zone, IdFormat format)
    {
        writer.WriteStartObject();
        BrokerTranslator.WriteId(writer, task, format);
        writer.WriteString("status"u8, Status(task.State));
        writer.WriteString("assignedTo"u8, task.State == JobState.Running ? task.WorkerId : null);
        writer.WriteString("createdAt"u8, In(zone, task.CreatedAt, "yyyy-MM-dd'T'HH:mm:ss.ffffff"));
        writer.WriteString("type"u8, task.Lane.Route.Type);
        writer.WriteEndObject();
    }

    private static string In(TimeZoneInfo zone, DateTimeOffset time, string format) =>
        TimeZoneInfo.ConvertTime(time, zone).ToString(format, CultureInfo.InvariantCulture);

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, BrokerTranslator.JsonOptions))
        {
            write(writer);
        }

        return body.WrittenSpan.ToArray();
    }
}
