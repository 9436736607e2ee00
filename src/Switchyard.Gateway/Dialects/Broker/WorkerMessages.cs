using System.Text;
using System.Text.Json;
using static Switchyard.Gateway.Dialects.Broker.WorkerMessage;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>Reads what workers send. Nothing that they send is an exception.</summary>
/// <example><c>{"type":"task_result","taskId":"…","errorId":-1,"result":{"error":"no luck"}}</c></example>
internal static class WorkerMessages
{
    private const int MaxTypes = 256;
    private const int MaxTypeLength = 128;
    private const int MaxCapacity = 10_000;
    private const int MaxAddress = 64;
    private const int MaxProgress = 16 * 1024;

    /// <summary>Reads one message; the answer holds no slice of it.</summary>
    public static WorkerMessage Read(ReadOnlyMemory<byte> message)
    {
        var fields = new WorkerFields();
        if (BrokerJson.Read(message, fields, ReadField) is { } problem)
        {
            return new Unusable(problem.Message);
        }

        return fields.Type.Text() switch
        {
            "register" => ReadRegister(fields),
            "status_update" => new StatusUpdate(Int(fields.PendingTasks)),
            "task_result" => ReadResult(fields),
            "progress" when fields.Progress.Bytes.Length is > 0 and <= MaxProgress => new Progress(
                TaskName.Read(fields.TaskId),
                fields.Progress.Bytes.ToArray()
            ),
            "progress" => new Unusable($"'progress' must be JSON of at most {MaxProgress} bytes."),
            "log" when fields.Text.Text() is { } text => new Log(
                TaskName.Read(fields.TaskId),
                Encoding.UTF8.GetBytes(text)
            ),
            "log" => new Unusable("'text' must be a string."),
            "task_paused" => new Paused(TaskName.Read(fields.TaskId), fields.Checkpoint.Bytes.ToArray()),
            null => new Unusable("'type' must be a string."),
            _ => new Unusable("The 'type' is unknown."),
        };
    }

    private static void ReadField(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, WorkerFields fields)
    {
        if (BrokerJson.Is(ref reader, "type"u8))
        {
            fields.Type = RawValue.Read(ref reader, json);
        }
        else if (BrokerJson.Is(ref reader, "taskId"u8))
        {
            fields.TaskId = RawValue.Read(ref reader, json);
        }
        else if (BrokerJson.Is(ref reader, "result"u8))
        {
            fields.Result = RawValue.Read(ref reader, json);
        }
        else if (BrokerJson.Is(ref reader, "errorId"u8))
        {
            fields.ErrorId = RawValue.Read(ref reader, json);
        }
        else if (BrokerJson.Is(ref reader, "errorDescription"u8))
        {
            fields.ErrorDescription = RawValue.Read(ref reader, json);
        }
        else if (BrokerJson.Is(ref reader, "pending_tasks"u8))
        {
            fields.PendingTasks = RawValue.Read(ref reader, json);
        }
        else if (BrokerJson.Is(ref reader, "task_types"u8))
        {
            fields.TaskTypes = RawValue.Read(ref reader, json);
        }
        else if (BrokerJson.Is(ref reader, "max_concurrency"u8))
        {
            fields.MaxConcurrency = RawValue.Read(ref reader, json);
        }
        else if (BrokerJson.Is(ref reader, "ip"u8))
        {
            fields.Ip = RawValue.Read(ref reader, json);
        }
        else if (BrokerJson.Is(ref reader, "features"u8))
        {
            fields.Features = RawValue.Read(ref reader, json);
        }
        else if (BrokerJson.Is(ref reader, "progress"u8))
        {
            fields.Progress = RawValue.Read(ref reader, json);
        }
        else if (BrokerJson.Is(ref reader, "text"u8))
        {
            fields.Text = RawValue.Read(ref reader, json);
        }
        else if (BrokerJson.Is(ref reader, "checkpoint"u8))
        {
            fields.Checkpoint = RawValue.Read(ref reader, json);
        }
        else
        {
            reader.Skip();
        }
    }

    private static WorkerMessage ReadRegister(WorkerFields fields)
    {
        var types = Strings(fields.TaskTypes);
        if (
            types is not { Count: > 0 and <= MaxTypes }
            || types.Any(type => type.Length is 0 or > MaxTypeLength || type.Any(char.IsControl))
        )
        {
            return new Unusable(
                $"'task_types' must be 1 to {MaxTypes} strings of 1 to {MaxTypeLength} printable characters."
            );
        }

        var capacity = fields.MaxConcurrency.IsNothing ? 1 : Int(fields.MaxConcurrency);
        if (capacity is null or < 1 or > MaxCapacity)
        {
            return new Unusable($"'max_concurrency' must be an integer from 1 to {MaxCapacity}.");
        }

        var address = fields.Ip.Text();
        return new Register(
            [.. types.Distinct(StringComparer.Ordinal)],
            capacity.Value,
            address is { Length: > 0 and <= MaxAddress } ? address : null,
            Features(Strings(fields.Features))
        );
    }

    private static TaskResult ReadResult(WorkerFields fields)
    {
        var job = TaskName.Read(fields.TaskId);
        var result = fields.Result.Bytes.ToArray();
        if (IsFailure(fields.ErrorId))
        {
            var error = ErrorIn(result) ?? fields.ErrorDescription.Text();
            return new TaskResult(
                job,
                true,
                result,
                string.IsNullOrEmpty(error) ? "The worker reported a failure without a message." : error
            );
        }

        return fields.Result.Kind == JsonTokenType.None
            ? new TaskResult(job, true, default, "The worker reported success without a result.")
            : new TaskResult(job, false, result, null);
    }

    /// <summary>Absent, null, 0 and false mean success; the real worker sends -1 for a failure.</summary>
    private static bool IsFailure(RawValue errorId)
    {
        switch (errorId.Kind)
        {
            case JsonTokenType.None:
            case JsonTokenType.Null:
            case JsonTokenType.False:
                return false;
            case JsonTokenType.Number:
                var reader = new Utf8JsonReader(errorId.Bytes.Span);
                reader.Read();
                return !reader.TryGetDouble(out var number) || number != 0;
            default:
                return true;
        }
    }

    /// <summary><c>result.error</c>: as text when it is a string, else as the JSON that it is; null when there is none.</summary>
    private static string? ErrorIn(ReadOnlyMemory<byte> result)
    {
        var found = new WorkerFields();
        if (
            result.IsEmpty
            || BrokerJson.Read(
                result,
                found,
                static (ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, WorkerFields fields) =>
                {
                    if (BrokerJson.Is(ref reader, "error"u8))
                    {
                        fields.ErrorDescription = RawValue.Read(ref reader, json);
                    }
                    else
                    {
                        reader.Skip();
                    }
                }
            )
                is not null
            || found.ErrorDescription.IsNothing
        )
        {
            return null;
        }

        return found.ErrorDescription.Text() ?? Encoding.UTF8.GetString(found.ErrorDescription.Bytes.Span);
    }

    private static int? Int(RawValue value)
    {
        if (value.Kind != JsonTokenType.Number)
        {
            return null;
        }

        var reader = new Utf8JsonReader(value.Bytes.Span);
        reader.Read();
        return reader.TryGetInt32(out var number) ? number : null;
    }

    /// <summary>The strings of an array; null when it is none, or has something else in it.</summary>
    private static List<string>? Strings(RawValue value)
    {
        if (value.Kind != JsonTokenType.StartArray)
        {
            return null;
        }

        var strings = new List<string>();
        var reader = new Utf8JsonReader(value.Bytes.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            var item = new RawValue(reader.TokenType, value.Bytes[start..(int)reader.BytesConsumed]);
            if (item.Text() is not { } text)
            {
                return null;
            }

            strings.Add(text);
        }

        return strings;
    }

    private static WorkerFeatures Features(List<string>? names) =>
        (names ?? []).Aggregate(
            WorkerFeatures.None,
            (features, name) =>
                features
                | name switch
                {
                    "cancel" => WorkerFeatures.Cancel,
                    "progress" => WorkerFeatures.Progress,
                    "ack" => WorkerFeatures.Ack,
                    "pause" => WorkerFeatures.Pause,
                    _ => WorkerFeatures.None,
                }
        );
}
