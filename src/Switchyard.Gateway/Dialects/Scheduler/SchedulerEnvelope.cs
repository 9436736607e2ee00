using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>What every answer of the scheduler API wears: <c>{success, data, message, timestamp}</c>, with <c>error</c> for failures.</summary>
internal static class SchedulerEnvelope
{
    public const string ContentType = "application/json";

    /// <summary>A success, or a failure that still has data to show (an unhealthy node's health).</summary>
    public static byte[] Wrap(bool success, Action<Utf8JsonWriter> data, string message, DateTimeOffset now) =>
        Write(writer =>
        {
            writer.WriteBoolean("success", success);
            writer.WritePropertyName("data");
            data(writer);
            writer.WriteString("message", message);
            WriteTimestamp(writer, now);
        });

    /// <summary>A failure.</summary>
    public static byte[] Fail(int status, string type, string message, DateTimeOffset now) =>
        Write(writer =>
        {
            writer.WriteBoolean("success", false);
            writer.WriteNull("data");
            writer.WriteString("message", message);
            writer.WriteStartObject("error");
            writer.WriteString("type", type);
            writer.WriteNumber("code", status);
            writer.WriteString("message", message);
            writer.WriteEndObject();
            WriteTimestamp(writer, now);
        });

    public static Task SendAsync(HttpContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteTimestamp(Utf8JsonWriter writer, DateTimeOffset now) =>
        writer.WriteString(
            "timestamp",
            now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        );
}
