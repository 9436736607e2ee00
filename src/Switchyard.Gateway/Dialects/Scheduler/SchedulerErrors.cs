namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>Every failure's status, type and words in the scheduler's envelope.</summary>
internal static class SchedulerErrors
{
    private const string NotFoundType = "not_found";

    public static SchedulerProblem NoSuchWorker { get; } = new(404, NotFoundType, "There is no such worker.");

    public static SchedulerProblem Of(GatewayFailure failure) =>
        failure switch
        {
            GatewayFailure.BadRequest => new(400, "bad_request", "The request is malformed."),
            GatewayFailure.Unauthorized => new(
                401,
                "unauthorized",
                "A valid API key is needed, as Authorization: Bearer or X-API-Key."
            ),
            GatewayFailure.Forbidden => new(403, "forbidden", "This is not allowed."),
            GatewayFailure.NotFound => new(404, NotFoundType, "There is nothing at this path."),
            GatewayFailure.MethodNotAllowed => new(405, "method_not_allowed", "The path exists, for another method."),
            GatewayFailure.PayloadTooLarge => new(413, "too_large", "The body is over the limit."),
            GatewayFailure.RequestTimeout => new(408, "request_timeout", "The body came too slowly."),
            GatewayFailure.TooManyRequests => new(429, "too_many_requests", "The limit of requests is reached."),
            GatewayFailure.Unavailable => new(503, "unavailable", "The server cannot serve now; try again."),
            GatewayFailure.Internal => new(
                500,
                "internal",
                "Something is wrong in the server; its log says more under the correlation id."
            ),
        };

    /// <summary>A key without the scope.</summary>
    public static SchedulerProblem Forbidden(string message) => new(403, "forbidden", message);
}
