using System.Buffers;
using System.Buffers.Text;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Switchyard.Engine.Accounts;
using Switchyard.Engine.Jobs;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>Wire to engine and back, without a side effect.</summary>
internal static class BrokerTranslator
{
    private const int GuidLength = 36;

    /// <summary>Characters beyond ASCII go out as they are: the documented answers have them so.</summary>
    public static JsonWriterOptions JsonOptions { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>getBalance's answer. Nothing is billed; clients compare the number with a least one of their own.</summary>
    public static ReadOnlyMemory<byte> Balance { get; } = "{\"errorId\":0,\"balance\":1000000}"u8.ToArray();

    /// <summary>getTaskResult's answer until the end.</summary>
    public static ReadOnlyMemory<byte> Processing { get; } = "{\"errorId\":0,\"status\":\"processing\"}"u8.ToArray();

    /// <summary>A task as the engine's job. A failure that a worker reports is final here: one attempt.</summary>
    public static Submit ToSubmit(
        BrokerMessages.CreateTask message,
        Caller caller,
        BrokerModel model,
        string? traceParent
    ) =>
        new(
            Dialect.Broker,
            caller,
            [
                new JobRequest
                {
                    Type = message.Type,
                    Payload = message.Task.Bytes,
                    Metadata = message.Proxy.Bytes,
                    TimeToLive = model.TimeToLive,
                    CallbackUrl = message.CallbackUrl,
                },
            ],
            TraceParent: traceParent
        );

    /// <summary>createTask's answer: <c>{"errorId":0,"taskId":"…"}</c>.</summary>
    public static byte[] Created(SubmitResult submitted, IdFormat format)
    {
        var head = "{\"errorId\":0,\"taskId\":"u8;
        var body = new byte[head.Length + GuidLength + 3];
        head.CopyTo(body);
        var length = head.Length + WriteId(body.AsSpan(head.Length), submitted.FirstId, submitted.Salts[0], format);
        body[length++] = (byte)'}';
        return length == body.Length ? body : body[..length];
    }

    /// <summary>getTaskResult's answer for a finished task.</summary>
    /// <param name="job">Finished.</param>
    /// <param name="result">Its result in full.</param>
    /// <param name="address">Who asks; null, and left out, where nobody does.</param>
    /// <param name="format">The form of the id.</param>
    public static byte[] Finished(JobSnapshot job, ReadOnlyMemory<byte> result, IPAddress? address, IdFormat format) =>
        job.State == JobState.Succeeded ? Ready(job, result.Span, address, format) : Unsolved(job, format);

    /// <summary>Why a task that ended has no solution, for its client.</summary>
    public static string Message(JobSnapshot job) =>
        job switch
        {
            { State: JobState.Cancelled } => "The task was cancelled.",
            { Error: { Length: > 0 } error } => error,
            { Reason: FailureReason.Expired } => "The task was not done within its time to live.",
            { Reason: FailureReason.Timeout } => "The task ran for too long.",
            { Reason: FailureReason.WorkerLost } => "Its workers were lost.",
            _ => BrokerErrors.Description(BrokerError.CaptchaUnsolvable),
        };

    /// <summary>Writes an id as the JSON that its owner knows it by; answers its length.</summary>
    public static int WriteId(Span<byte> into, long id, long salt, IdFormat format)
    {
        if (format == IdFormat.Int)
        {
            Utf8Formatter.TryFormat(id, into, out var digits);
            return digits;
        }

        into[0] = (byte)'"';
        JobRef.ToGuid(id, salt).TryFormat(into[1..], out var written);
        into[written + 1] = (byte)'"';
        return written + 2;
    }

    /// <summary>
    /// <c>{"errorId":0,"status":"ready","solution":…,"cost":"0","ip":"…","createTime":…,"endTime":…,"solveCount":1,"taskId":"…"}</c>
    /// </summary>
    private static byte[] Ready(JobSnapshot job, ReadOnlySpan<byte> result, IPAddress? address, IdFormat format)
    {
        var head = "{\"errorId\":0,\"status\":\"ready\",\"solution\":"u8;
        Span<byte> tail = stackalloc byte[256];
        var length = 0;
        Add(tail, ref length, ",\"cost\":\"0\""u8);
        if (address is not null)
        {
            Add(tail, ref length, ",\"ip\":\""u8);
            (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).TryFormat(tail[length..], out var written);
            length += written;
            Add(tail, ref length, "\""u8);
        }

        Add(tail, ref length, ",\"createTime\":"u8);
        Add(tail, ref length, job.CreatedAt.ToUnixTimeSeconds());
        Add(tail, ref length, ",\"endTime\":"u8);
        Add(tail, ref length, (job.FinishedAt ?? job.CreatedAt).ToUnixTimeSeconds());
        Add(tail, ref length, ",\"solveCount\":"u8);
        Add(tail, ref length, job.Attempt);
        Add(tail, ref length, ",\"taskId\":"u8);
        length += WriteId(tail[length..], job.Id, job.Salt, format);
        Add(tail, ref length, "}"u8);

        // A worker of another door may end a job without a result; clients expect an object.
        var solution = result.IsEmpty ? "{}"u8 : result;
        var body = GC.AllocateUninitializedArray<byte>(head.Length + solution.Length + length);
        head.CopyTo(body);
        solution.CopyTo(body.AsSpan(head.Length));
        tail[..length].CopyTo(body.AsSpan(head.Length + solution.Length));
        return body;
    }

    private static byte[] Unsolved(JobSnapshot job, IdFormat format)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, JsonOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("errorId"u8, (int)BrokerError.CaptchaUnsolvable);
            writer.WriteString("errorCode"u8, BrokerErrors.Code(BrokerError.CaptchaUnsolvable));
            writer.WriteString("errorDescription"u8, Message(job));
            WriteId(writer, job, format);
            writer.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    /// <summary>Writes the property <c>taskId</c>.</summary>
    public static void WriteId(Utf8JsonWriter writer, JobSnapshot job, IdFormat format)
    {
        if (format == IdFormat.Int)
        {
            writer.WriteNumber("taskId"u8, job.Id);
        }
        else
        {
            writer.WriteString("taskId"u8, job.Uuid);
        }
    }

    private static void Add(Span<byte> into, ref int length, ReadOnlySpan<byte> text)
    {
        text.CopyTo(into[length..]);
        length += text.Length;
    }

    private static void Add(Span<byte> into, ref int length, long number)
    {
        Utf8Formatter.TryFormat(number, into[length..], out var written);
        length += written;
    }
}
