using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Switchyard.Engine.Storage;
using Switchyard.Gateway.Dialects;

namespace Switchyard.Gateway.Failures;

/// <summary>Which failure a bare status or an exception is.</summary>
internal static class FailureOf
{
    /// <summary>The failure behind a status that routing set without a body; null for a success.</summary>
    public static GatewayFailure? Status(int status) =>
        status switch
        {
            < 400 => null,
            401 => GatewayFailure.Unauthorized,
            403 => GatewayFailure.Forbidden,
            404 => GatewayFailure.NotFound,
            405 => GatewayFailure.MethodNotAllowed,
            408 => GatewayFailure.RequestTimeout,
            413 => GatewayFailure.PayloadTooLarge,
            429 => GatewayFailure.TooManyRequests,
            503 => GatewayFailure.Unavailable,
            >= 500 => GatewayFailure.Internal,
            _ => GatewayFailure.BadRequest,
        };

    /// <summary>The failure behind an exception; null when it is only that the client went away.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="context">The request.</param>
    /// <param name="isStopping">Whether the node is on its way down, when interrupted work is to be expected.</param>
    public static GatewayFailure? Exception(Exception exception, HttpContext context, bool isStopping) =>
        exception switch
        {
            BadHttpRequestException bad => Status(bad.StatusCode) ?? GatewayFailure.BadRequest,
            ConnectionAbortedException or ConnectionResetException => null,
            OperationCanceledException or IOException when context.RequestAborted.IsCancellationRequested => null,
            StorageUnavailableException => GatewayFailure.Unavailable,
            OperationCanceledException or ObjectDisposedException when isStopping => GatewayFailure.Unavailable,
            _ => GatewayFailure.Internal,
        };
}
