using System.Text.Json;
using static Switchyard.Gateway.Dialects.Broker.BrokerMessages;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>Reads what clients post and says everything that is wrong with its shape. Unknown fields are ignored.</summary>
internal static class BrokerRequests
{
    /// <summary>The engine keeps no more beside a payload.</summary>
    public const int MaxProxy = 16 * 1024;

    private const int MaxUrl = 2048;
    private const double MaxWaitSeconds = 60;

    /// <summary>Reads createTask's body.</summary>
    public static List<BrokerProblem>? Read(ReadOnlyMemory<byte> body, CreateTask message)
    {
        if (BrokerJson.Read(body, message, ReadField) is { } broken)
        {
            return [broken];
        }

        List<BrokerProblem>? problems = null;
        CheckKey(message.ClientKey, ref problems);
        CheckTask(message, ref problems);
        CheckCallback(message, ref problems);
        if (message.Proxy.Bytes.Length > MaxProxy)
        {
            (problems ??= []).Add(BrokerProblem.TooLong(MaxProxy, "proxy"));
        }

        return problems;
    }

    /// <summary>Reads getTaskResult's body.</summary>
    public static List<BrokerProblem>? Read(ReadOnlyMemory<byte> body, GetTaskResult message)
    {
        if (BrokerJson.Read(body, message, ReadField) is { } broken)
        {
            return [broken];
        }

        List<BrokerProblem>? problems = null;
        CheckKey(message.ClientKey, ref problems);
        if (message.TaskId.Kind == JsonTokenType.None)
        {
            (problems ??= []).Add(BrokerProblem.Missing("taskId"));
        }
        else if (message.TaskId.Kind is not (JsonTokenType.String or JsonTokenType.Number))
        {
            (problems ??= []).Add(BrokerProblem.NotString("taskId"));
        }

        CheckWait(message, ref problems);
        return problems;
    }

    /// <summary>Reads getBalance's body.</summary>
    public static List<BrokerProblem>? Read(ReadOnlyMemory<byte> body, GetBalance message)
    {
        if (BrokerJson.Read(body, message, ReadField) is { } broken)
        {
            return [broken];
        }

        List<BrokerProblem>? problems = null;
        CheckKey(message.ClientKey, ref problems);
        return problems;
    }

    private static void ReadField(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, CreateTask message)
    {
        if (BrokerJson.Is(ref reader, "task"u8))
        {
            ReadTask(ref reader, json, message);
        }
        else if (BrokerJson.Is(ref reader, "clientKey"u8))
        {
            message.ClientKey = RawValue.Read(ref reader, json);
        }
        else if (BrokerJson.Is(ref reader, "proxy"u8))
        {
            message.Proxy = RawValue.Read(ref reader, json);
        }
        else if (BrokerJson.Is(ref reader, "callbackUrl"u8))
        {
            message.Callback = RawValue.Read(ref reader, json);
        }
        else
        {
            reader.Skip();
        }
    }

    private static void ReadTask(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, CreateTask message)
    {
        message.TaskType = default;
        message.TaskHasId = false;
        reader.Read();
        var kind = reader.TokenType;
        var start = (int)reader.TokenStartIndex;
        if (kind != JsonTokenType.StartObject)
        {
            reader.Skip();
            message.Task = new RawValue(kind, json[start..(int)reader.BytesConsumed]);
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (BrokerJson.Is(ref reader, "type"u8))
            {
                message.TaskType = RawValue.Read(ref reader, json);
                continue;
            }

            message.TaskHasId |= BrokerJson.Is(ref reader, "taskId"u8);
            reader.Skip();
        }

        message.Task = new RawValue(kind, json[start..(int)reader.BytesConsumed]);
    }

    private static void ReadField(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, GetTaskResult message)
    {
        if (BrokerJson.Is(ref reader, "taskId"u8))
        {
            message.TaskId = RawValue.Read(ref reader, json);
        }
        else if (BrokerJson.Is(ref reader, "clientKey"u8))
        {
            message.ClientKey = RawValue.Read(ref reader, json);
        }
        else if (BrokerJson.Is(ref reader, "wait"u8))
        {
            message.Wait = RawValue.Read(ref reader, json);
        }
        else
        {
            reader.Skip();
        }
    }

    private static void ReadField(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, GetBalance message)
    {
        if (BrokerJson.Is(ref reader, "clientKey"u8))
        {
            message.ClientKey = RawValue.Read(ref reader, json);
        }
        else
        {
            reader.Skip();
        }
    }

    private static void CheckKey(RawValue key, ref List<BrokerProblem>? problems)
    {
        if (!key.IsNothing && !key.IsString)
        {
            (problems ??= []).Add(BrokerProblem.NotString("clientKey"));
        }
    }

    private static void CheckTask(CreateTask message, ref List<BrokerProblem>? problems)
    {
        switch (message.Task.Kind)
        {
            case JsonTokenType.None:
                (problems ??= []).Add(BrokerProblem.Missing("task"));
                return;
            case JsonTokenType.Null:
                return;
            case JsonTokenType.StartObject:
                break;
            default:
                (problems ??= []).Add(BrokerProblem.NotDictionary("task"));
                return;
        }

        if (message.TaskType.Kind == JsonTokenType.None)
        {
            (problems ??= []).Add(BrokerProblem.Missing("task", "type"));
        }
        else if (!message.TaskType.IsString)
        {
            (problems ??= []).Add(BrokerProblem.NotString("task", "type"));
        }
        else if (message.TaskType.Text() is { } type)
        {
            message.Type = type;
        }
        else
        {
            (problems ??= []).Add(BrokerProblem.NotUnicode("task", "type"));
        }

        if (message.TaskHasId)
        {
            // The worker gets the task with our taskId in front; its parser would take the client's.
            (problems ??= []).Add(BrokerProblem.Forbidden("task", "taskId"));
        }
    }

    private static void CheckCallback(CreateTask message, ref List<BrokerProblem>? problems)
    {
        if (message.Callback.IsNothing)
        {
            return;
        }

        if (!message.Callback.IsString)
        {
            (problems ??= []).Add(BrokerProblem.NotString("callbackUrl"));
            return;
        }

        // Some clients send an empty one by default.
        var text = message.Callback.Text();
        if (text is not { Length: 0 } && !IsPostable(text))
        {
            (problems ??= []).Add(BrokerProblem.NotUrl("callbackUrl"));
            return;
        }

        message.CallbackUrl = text.Length == 0 ? null : text;
    }

    private static bool IsPostable([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] string? text) =>
        text is { Length: <= MaxUrl }
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);

    private static void CheckWait(GetTaskResult message, ref List<BrokerProblem>? problems)
    {
        if (message.Wait.IsNothing)
        {
            return;
        }

        if (message.Wait.Kind != JsonTokenType.Number)
        {
            (problems ??= []).Add(BrokerProblem.NotNumber("wait"));
            return;
        }

        var reader = new Utf8JsonReader(message.Wait.Bytes.Span);
        reader.Read();
        var seconds = reader.TryGetDouble(out var number) ? number : MaxWaitSeconds;
        if (seconds < 0)
        {
            (problems ??= []).Add(BrokerProblem.TooSmall(0, "body", "wait"));
            return;
        }

        message.WaitTime = TimeSpan.FromSeconds(Math.Min(seconds, MaxWaitSeconds));
    }
}
