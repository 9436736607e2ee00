using System.Buffers;
using System.Text.Json;
using Switchyard.Engine.Jobs;
using Switchyard.Gateway.Sockets;
using static Switchyard.Gateway.Dialects.Broker.WorkerFrame;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>Writes frames for workers, one a message.</summary>
internal sealed class WorkerFrameEncoder : IFrameEncoder<WorkerFrame>
{
    private const int GuidLength = 36;

    /// <summary>Bytes of a new_task frame beside payload and proxy, at most.</summary>
    public const int NewTaskOverhead = 128;

    /// <inheritdoc/>
    public int Encode(ReadOnlySpan<WorkerFrame> items, IBufferWriter<byte> frame)
    {
        switch (items[0])
        {
            case NewTask task:
                WriteNewTask(task, frame);
                break;
            case CancelTask cancel:
                WriteSmall(frame, "cancel_task"u8, "taskId"u8, cancel.TaskId.ToString(), "reason"u8, cancel.Reason);
                break;
            case PauseTask pause:
                WriteSmall(frame, "pause_task"u8, "taskId"u8, pause.TaskId.ToString());
                break;
            case Registered registered:
                WriteSmall(frame, "registered"u8, "worker_id"u8, registered.WorkerId);
                break;
            case ResultAck ack:
                WriteSmall(frame, "result_ack"u8, "taskId"u8, ack.TaskId?.ToString(), "status"u8, ack.Status);
                break;
            case Error error:
                WriteSmall(frame, "error"u8, "message"u8, error.Message);
                break;
        }

        return 1;
    }

    /// <summary><c>{"type":"new_task","task":{"taskId":"…",…},"proxy":…}</c>: the client's own bytes, after our id.</summary>
    private static void WriteNewTask(NewTask task, IBufferWriter<byte> frame)
    {
        var (job, lane) = (task.Assignment.Job, task.Assignment.Lane);
        frame.Write("{\"type\":\"new_task\",\"task\":{\"taskId\":\""u8);
        JobRef.ToGuid(job.Id, job.Salt).TryFormat(frame.GetSpan(GuidLength), out var written);
        frame.Advance(written);
        frame.Write("\""u8);
        if (lane.Dialect == Dialect.Broker)
        {
            // createTask took an object with a type in it and no taskId: what follows its brace is never empty.
            frame.Write(","u8);
            frame.Write(task.Assignment.Payload.Span[1..]);
        }
        else
        {
            ForeignTask.Write(task.Assignment.Payload, lane.Route.Type, frame);
        }

        if (lane.Dialect == Dialect.Broker && job.Metadata.Length > 0)
        {
            frame.Write(",\"proxy\":"u8);
            frame.Write(job.Metadata.Span);
        }

        if (task.WithCheckpoint && task.Assignment.Checkpoint.Length > 0)
        {
            frame.Write(",\"checkpoint\":"u8);
            frame.Write(task.Assignment.Checkpoint.Span);
        }

        frame.Write("}"u8);
    }

    private static void WriteSmall(
        IBufferWriter<byte> frame,
        ReadOnlySpan<byte> type,
        ReadOnlySpan<byte> name,
        string? value,
        ReadOnlySpan<byte> secondName = default,
        string? second = null
    )
    {
        using var writer = new Utf8JsonWriter(frame);
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        writer.WriteString(name, value);
        if (!secondName.IsEmpty)
        {
            writer.WriteString(secondName, second);
        }

        writer.WriteEndObject();
    }
}
