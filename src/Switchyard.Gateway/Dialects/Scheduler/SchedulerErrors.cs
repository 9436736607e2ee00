using Microsoft.AspNetCore.Http;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>Every failure's status, type and words in the scheduler's envelope.</summary>
internal static class SchedulerErrors
{
    public static (int Status, string Type, string Message) Of(GatewayFailure failure) =>
        failure switch
        {
            GatewayFailure.BadRequest => (StatusCodes.Status400BadRequest, "bad_request", "The request is malformed."),
            GatewayFailure.Unauthorized => (
                StatusCodes.Status401Unauthorized,
                "unauthorized",
                "A valid API key is needed."
            ),
            GatewayFailure.Forbidden => (StatusCodes.Status403Forbidden, "forbidden", "This is not allowed."),
            GatewayFailure.NotFound => (StatusCodes.Status404NotFound, "not_found", "There is nothing at this path."),
            GatewayFailure.MethodNotAllowed => (
                StatusCodes.Status405MethodNotAllowed,
                "method_not_allowed",
                "The path exists, for another method."
            ),
            GatewayFailure.PayloadTooLarge => (
                StatusCodes.Status413PayloadTooLarge,
                "too_large",
                "The body is over the limit."
            ),
            GatewayFailure.RequestTimeout => (
                StatusCodes.Status408RequestTimeout,
                "request_timeout",
                "The body came too slowly."
            ),
            GatewayFailure.TooManyRequests => (
                StatusCodes.Status429TooManyRequests,
                "too_many_requests",
                "The limit of requests is reached."
            ),
            GatewayFailure.Unavailable => (
                StatusCodes.Status503ServiceUnavailable,
                "unavailable",
                "The server cannot serve now; try again."
            ),
            GatewayFailure.Internal => (
                StatusCodes.Status500InternalServerError,
                "internal",
                "Something is wrong in the server; its log says more under the correlation id."
            ),
        };
}
