using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Json;
using Switchyard.Engine.Jobs;
using Switchyard.Gateway.Failures;

namespace Switchyard.Gateway.Dialects.Native;

/// <summary>Every outcome that is no success: its status, code and words, as problem details (RFC 9457).</summary>
internal static class NativeErrors
{
    private const string ContentType = "application/problem+json";

    public static NativeProblem NoSuchJob { get; } =
        new(StatusCodes.Status404NotFound, ProblemCodes.NotFound, "There is no such job.");

    public static NativeProblem CannotPause { get; } =
        new(
            StatusCodes.Status409Conflict,
            ProblemCodes.WrongState,
            "The job is running, and its worker cannot be asked to pause it."
        );

    public static NativeProblem Of(GatewayFailure failure) =>
        failure switch
        {
            GatewayFailure.BadRequest => new(400, ProblemCodes.BadRequest, "The request is malformed."),
            GatewayFailure.Unauthorized => new(
                401,
                ProblemCodes.Unauthorized,
                "A valid API key is needed, as Authorization: Bearer or X-API-Key."
            ),
            GatewayFailure.Forbidden => new(
                403,
                ProblemCodes.Forbidden,
                "The request's Origin or Host is not known here."
            ),
            GatewayFailure.NotFound => new(404, ProblemCodes.NotFound, "There is nothing at this path."),
            GatewayFailure.MethodNotAllowed => new(
                405,
                ProblemCodes.MethodNotAllowed,
                "The path exists, for another method."
            ),
            GatewayFailure.PayloadTooLarge => new(413, ProblemCodes.TooLarge, "The body is over the limit."),
            GatewayFailure.RequestTimeout => new(408, ProblemCodes.RequestTimeout, "The body came too slowly."),
            GatewayFailure.TooManyRequests => new(
                429,
                ProblemCodes.TooManyRequests,
                "The key's requests of this minute are used up."
            ),
            GatewayFailure.Unavailable => new(503, ProblemCodes.Unavailable, "The server cannot serve now; try again."),
            GatewayFailure.Internal => new(
                500,
                ProblemCodes.Internal,
                "Something is wrong in the server; its log says more under the correlation id."
            ),
        };

    /// <summary>The refusal of a submit; null for one that was accepted, now or before.</summary>
    public static NativeProblem? Of(SubmitResult result) =>
        result.Answer switch
        {
            SubmitAnswer.Accepted or SubmitAnswer.Repeated => null,
            SubmitAnswer.Conflict => new(
                409,
                ProblemCodes.IdempotencyConflict,
                "The idempotency key was used for another content."
            ),
            SubmitAnswer.Invalid => Invalid(result.Problem ?? "A field is out of its range."),
            SubmitAnswer.Forbidden => new(403, ProblemCodes.Forbidden, result.Problem ?? "The key may not do this."),
            SubmitAnswer.TooLarge => new(413, ProblemCodes.TooLarge, result.Problem ?? "A payload is over its limit."),
            SubmitAnswer.QueueFull => new(429, ProblemCodes.QueueFull, result.Problem ?? "The queue is full."),
            SubmitAnswer.Overloaded => new(
                503,
                ProblemCodes.Overloaded,
                "More is coming in than the store takes right now; try again."
            ),
        };

    /// <summary>A body that is not JSON as it should be.</summary>
    public static NativeProblem Malformed(string detail) => new(400, ProblemCodes.BadRequest, detail);

    /// <summary>A field that is missing or out of its range.</summary>
    public static NativeProblem Invalid(string detail) => new(422, ProblemCodes.Invalid, detail);

    /// <summary>An order that the job's state does not allow.</summary>
    public static NativeProblem WrongState(string state) =>
        new(409, ProblemCodes.WrongState, $"The job is {state}, which does not allow this.");

    public static Task WriteAsync(HttpContext context, NativeProblem problem)
    {
        var id = Correlation.Of(context);
        context.Response.Headers[Correlation.Header] = id;
        if (problem.Status is 503 or 429 && context.Response.Headers.RetryAfter.Count == 0)
        {
            context.Response.Headers.RetryAfter = "1";
        }

        var body = JsonSerializer.SerializeToUtf8Bytes(
            new Problem
            {
                Type = "about:blank",
                Title = ReasonPhrases.GetReasonPhrase(problem.Status),
                Status = problem.Status,
                Detail = problem.Detail,
                Code = problem.Code,
                CorrelationId = id,
            },
            ContractsJson.Default.Problem
        );
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
