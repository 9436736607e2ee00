using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Switchyard.Gateway.Bodies;

namespace Switchyard.Gateway.Dialects.Native;

/// <summary>Sends records as JSON.</summary>
internal static class NativeAnswers
{
    public const string ContentType = "application/json";

    public static Task SendAsync<T>(
        HttpContext context,
        int status,
        T value,
        JsonTypeInfo<T> type,
        TimeProvider clock
    ) =>
        ResponseBody
            .WriteAsync(context, status, ContentType, JsonSerializer.SerializeToUtf8Bytes(value, type), clock)
            .AsTask();
}
