using System.Buffers;
using System.Buffers.Text;
using Switchyard.Bench.Http;

namespace Switchyard.Bench.Load;

/// <summary>The requests that the loads send to the broker listener, and what they look for in the answers.</summary>
/// <remarks>Answers are searched, not parsed: a JSON reader would cost the generator more than the system calls do.</remarks>
internal static class BrokerWire
{
    /// <summary>The one type that every task of a load asks for and every worker of a load can do.</summary>
    public const string TaskType = "BenchTask";

    /// <summary>Bytes of a task id as the broker gives it: a UUID in its usual text form.</summary>
    public const int TaskIdLength = 36;

    /// <summary>Bytes of a nonce: 16 hexadecimal digits.</summary>
    public const int NonceLength = 16;

    /// <summary>How long getTaskResult may wait, in seconds; far longer than any task of a load takes.</summary>
    public const int WaitSeconds = 30;

    private const int TaskLength = 200;
    private static readonly StandardFormat NonceFormat = new('x', NonceLength);

    /// <summary>createTask with a task object of 200 bytes; the field is the nonce.</summary>
    public static RequestTemplate CreateTask()
    {
        const string before = $"{{\"type\":\"{TaskType}\",\"nonce\":\"";
        const string between = "\",\"filler\":\"";
        const string after = "\"}";
        int filler = TaskLength - before.Length - NonceLength - between.Length - after.Length;
        return new RequestTemplate(
            "/createTask",
            "{\"task\":" + before,
            NonceLength,
            between + new string('x', filler) + after + "}"
        );
    }

    /// <summary>getTaskResult; the field is the task id.</summary>
    /// <param name="wait">Whether the server holds the answer back until the task has ended.</param>
    public static RequestTemplate GetTaskResult(bool wait) =>
        new("/getTaskResult", "{\"taskId\":\"", TaskIdLength, wait ? $"\",\"wait\":{WaitSeconds}}}" : "\"}");

    public static void WriteNonce(ulong nonce, Span<byte> field) =>
        Utf8Formatter.TryFormat(nonce, field, out _, NonceFormat);

    /// <summary>Reads the id from a successful answer of createTask.</summary>
    /// <exception cref="BenchException">The answer is an error.</exception>
    public static ReadOnlySpan<byte> TaskId(int status, ReadOnlySpan<byte> body)
    {
        ReadOnlySpan<byte> id = Text(body, "\"taskId\":\""u8, TaskIdLength);
        return status == 200 && !id.IsEmpty && body.IndexOf("\"errorId\":0"u8) >= 0
            ? id
            : throw Unexpected("createTask", status, body);
    }

    /// <summary>Tells whether an answer of getTaskResult is the result, and checks that it is the right one.</summary>
    /// <returns>False while the task is processing.</returns>
    /// <exception cref="BenchException">The answer is an error, or the result of another task.</exception>
    public static bool IsReady(int status, ReadOnlySpan<byte> body, ulong nonce)
    {
        if (status == 200 && body.IndexOf("\"status\":\"processing\""u8) >= 0)
        {
            return false;
        }
        Span<byte> expected = stackalloc byte[NonceLength];
        WriteNonce(nonce, expected);
        bool right =
            status == 200
            && body.IndexOf("\"status\":\"ready\""u8) >= 0
            && Text(body, "\"nonce\":\""u8, NonceLength).SequenceEqual(expected);
        return right ? true : throw Unexpected("getTaskResult", status, body);
    }

    /// <summary>The text of fixed length that follows a marker; empty when the marker is not there.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> json, ReadOnlySpan<byte> marker, int length)
    {
        int at = json.IndexOf(marker);
        return at < 0 || json.Length < at + marker.Length + length ? [] : json.Slice(at + marker.Length, length);
    }

    private static BenchException Unexpected(string call, int status, ReadOnlySpan<byte> body) =>
        new($"{call} answered {status}: {System.Text.Encoding.UTF8.GetString(body[..Math.Min(body.Length, 500)])}");
}
