using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Switchyard.Gateway.Dialects;

namespace Switchyard.Gateway.Failures;

/// <summary>Gives every failure that a dialect's routes did not answer the dialect's own shape, and a correlation id.</summary>
internal sealed partial class FailureShaper(IHostApplicationLifetime lifetime, ILogger<FailureShaper> logger)
{
    /// <summary>Runs a dialect's pipeline; what it throws, or leaves without a body, is answered here.</summary>
    public async Task RunAsync(HttpContext context, RequestDelegate pipeline, IDialect dialect)
    {
        GatewayFailure? failure;
        try
        {
            await pipeline(context);
            failure = IsBare(context.Response) ? FailureOf.Status(context.Response.StatusCode) : null;
        }
        catch (Exception exception)
        {
            failure = FailureOf.Exception(exception, context, lifetime.ApplicationStopping.IsCancellationRequested);
            if (failure == GatewayFailure.Internal)
            {
                LogInternal(Correlation.Of(context), context.Request.Method, context.Request.Path, exception);
            }

            if (failure is null || context.Response.HasStarted)
            {
                // Nobody is there to read, or half an answer is out: only cutting the connection tells the client.
                context.Abort();
                return;
            }
        }

        if (failure is { } known)
        {
            await WriteAsync(context, dialect, known);
        }
    }

    /// <summary>Answers with a failure.</summary>
    public static Task WriteAsync(HttpContext context, IDialect dialect, GatewayFailure failure)
    {
        context.Response.Headers[Correlation.Header] = Correlation.Of(context);
        if (failure == GatewayFailure.Unavailable)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        return dialect.WriteFailureAsync(context, failure);
    }

    private static bool IsBare(HttpResponse response) =>
        response is { StatusCode: >= 400, HasStarted: false, ContentLength: null, ContentType: null };

    [LoggerMessage(2001, LogLevel.Error, "[{CorrelationId}] {Method} {Path} failed")]
    private partial void LogInternal(string correlationId, string method, PathString path, Exception exception);
}
