using Switchyard.Engine.Schedules;
using Switchyard.Engine.Workers.Polling;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>Every failure's status, type and words in the scheduler's envelope.</summary>
internal static class SchedulerErrors
{
    private const string NotFoundType = "not_found";
    private const string ConflictType = "conflict";

    public static SchedulerProblem NoSuchWorker { get; } = new(404, NotFoundType, "There is no such worker.");

    public static SchedulerProblem NoSuchTask { get; } = new(404, NotFoundType, "There is no such task.");

    public static SchedulerProblem NoSuchRun { get; } = new(404, NotFoundType, "There is no such run.");

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

    /// <summary>What was asked of a task and not done; null for what was.</summary>
    public static SchedulerProblem? Of(ScheduleAnswerKind answer, ScheduleProblem? problem) =>
        answer switch
        {
            ScheduleAnswerKind.Done => null,
            ScheduleAnswerKind.None => NoSuchTask,
            ScheduleAnswerKind.Invalid => Invalid([Detail(problem, "is out of its range")]),
            ScheduleAnswerKind.TooLarge => Invalid([Detail(problem, "is over its limit")]) with
            {
                Status = 413,
                Type = "too_large",
            },
            ScheduleAnswerKind.Conflict => new(
                409,
                ConflictType,
                "The task was changed by another at the same time; try again."
            ),
            ScheduleAnswerKind.Disabled => Invalid([new("status", "is disabled, which allows no run")]),
            ScheduleAnswerKind.Live => new(409, ConflictType, "The task has a run that is not over: cancel it first."),
            ScheduleAnswerKind.Full => new(
                429,
                "too_many_requests",
                problem?.Message ?? "There are as many tasks or runs as there may be."
            ),
            ScheduleAnswerKind.Overloaded => new(
                503,
                "unavailable",
                "More is coming in than the store takes right now; try again."
            ),
            ScheduleAnswerKind.Forbidden => Forbidden(
                problem?.Message ?? "Tasks that run commands need a key with the scope exec."
            ),
        };

    /// <summary>An order that the run's status does not allow.</summary>
    public static SchedulerProblem WrongStatus(string status) =>
        new(409, ConflictType, $"The run's status is {status}, which does not allow this.");

    /// <summary>What was said or set of a worker and not taken; null for what was.</summary>
    public static SchedulerProblem? Of(PollingAccess access) =>
        access switch
        {
            PollingAccess.Granted or PollingAccess.Registered => null,
            PollingAccess.Unknown => NoSuchWorker,
            PollingAccess.Denied => Forbidden("Another key has a worker of this name."),
            PollingAccess.Full => new(429, "too_many_requests", "As many workers are registered as there may be."),
        };

    /// <summary>A key without the scope.</summary>
    public static SchedulerProblem Forbidden(string message) => new(403, "forbidden", message);

    /// <summary>A body that is no JSON object.</summary>
    public static SchedulerProblem Malformed(string message) => new(400, "bad_request", message);

    /// <summary>Fields or parameters that are missing or out of their range; the message is the first of them.</summary>
    public static SchedulerProblem Invalid(IReadOnlyList<SchedulerRecords.FieldProblem> fields) =>
        new(400, "validation_error", $"{fields[0].Field}: {fields[0].Message}", fields);

    // The engine's names are the native API's.
    private static SchedulerRecords.FieldProblem Detail(ScheduleProblem? problem, string fallback) =>
        new(
            problem?.Field switch
            {
                null => "body",
                "type" => "executor",
                { } field => field,
            },
            problem?.Message ?? fallback
        );
}
