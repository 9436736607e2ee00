using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Switchyard.Gateway.Bodies;
using Switchyard.Gateway.Failures;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>Sends answers in the envelope that every answer of this API wears.</summary>
internal sealed class SchedulerAnswers(TimeProvider clock)
{
    private const string ContentType = "application/json";

    // Names in any language read as they are; the content type keeps browsers from reading HTML in them.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A success.</summary>
    public Task SendAsync<T>(
        HttpContext context,
        int status,
        T data,
        JsonTypeInfo<SchedulerRecords.Envelope<T>> type,
        string message = "OK"
    ) => WriteAsync(context, status, new(true, data, message, Now()), type);

    /// <summary>A failure that has data to show all the same: an unhealthy node's health.</summary>
    public Task SendUnwellAsync<T>(
        HttpContext context,
        T data,
        JsonTypeInfo<SchedulerRecords.Envelope<T>> type,
        string message
    ) => WriteAsync(context, StatusCodes.Status503ServiceUnavailable, new(false, data, message, Now()), type);

    /// <summary>A failure.</summary>
    public Task FailAsync(HttpContext context, SchedulerProblem problem)
    {
        context.Response.Headers[Correlation.Header] = Correlation.Of(context);
        if (problem.Status is 503 or 429 && context.Response.Headers.RetryAfter.Count == 0)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        var error = new SchedulerRecords.Error(problem.Type, problem.Status, problem.Message)
        {
            Details = problem.Details,
        };
        return WriteAsync(
            context,
            problem.Status,
            new(false, null, problem.Message, Now()) { Error = error },
            SchedulerJson.Default.EnvelopeObject
        );
    }

    private Task WriteAsync<T>(
        HttpContext context,
        int status,
        SchedulerRecords.Envelope<T> envelope,
        JsonTypeInfo<SchedulerRecords.Envelope<T>> type
    )
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, Plain))
        {
            JsonSerializer.Serialize(writer, envelope, type);
        }

        return ResponseBody.WriteAsync(context, status, ContentType, body.WrittenMemory, clock).AsTask();
    }

    /// <summary>Whole seconds, as the API's document shows them.</summary>
    private DateTimeOffset Now()
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
    }
}
