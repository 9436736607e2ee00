using Microsoft.AspNetCore.Builder;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Json;
using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Dialects.Native;

/// <summary>What the native API's document says of it.</summary>
internal static class NativeDocs
{
    private const string ProblemType = "application/problem+json";

    /// <summary>What any route may answer instead.</summary>
    public static IReadOnlyList<AnswerDoc> Refusals { get; } =
    [
        Problem(401, "A valid key is needed."),
        Problem(403, "The key has not the scope."),
        Problem(422, "A field is missing or out of its range."),
        Problem(429, "The key's requests of this minute are used up, or a queue is full: see Retry-After."),
        Problem(503, "The server cannot serve now: see Retry-After."),
    ];

    /// <summary>What a route about one thing may answer as well.</summary>
    public static AnswerDoc NotFound { get; } = Problem(404, "There is no such thing, or it is another's.");

    /// <summary>What a route that changes one thing may answer as well.</summary>
    public static AnswerDoc Conflict { get; } = Problem(409, "As things stand it cannot be done.");

    public static ApiDescription Api(string version) =>
        new(
            "Switchyard",
            version,
            "The native API: jobs, orders, keys, workers. Errors are problem details (RFC 9457) with a stable `code`.",
            ContractsJson.Default,
            TakesKeys: true
        );

    /// <summary>A route that answers with a record.</summary>
    public static IEndpointConventionBuilder Answers<T>(
        this IEndpointConventionBuilder route,
        string tag,
        string summary,
        int status = 200,
        Type? body = null,
        params QueryDoc[] query
    ) => route.Describe(Doc<T>(tag, summary, status, body) with { Query = query });

    /// <summary>A route that answers without a body.</summary>
    public static IEndpointConventionBuilder AnswersNothing(
        this IEndpointConventionBuilder route,
        string tag,
        string summary
    ) =>
        route.Describe(
            new RouteDoc(tag, summary)
            {
                Answers = [new AnswerDoc(204, null, "Done."), NotFound, Conflict, .. Refusals],
            }
        );

    /// <summary>What there is to say of a route that answers with a record.</summary>
    public static RouteDoc Doc<T>(string tag, string summary, int status, Type? body) =>
        new(tag, summary)
        {
            Body = body,
            BodyExample = body is null ? null : NativeExamples.All[body],
            Answers =
            [
                new AnswerDoc(status, typeof(T), "Done.") { Examples = [("done", NativeExamples.All[typeof(T)])] },
                NotFound,
                Conflict,
                .. Refusals,
            ],
        };

    private static AnswerDoc Problem(int status, string meaning) =>
        new(status, typeof(Problem), meaning) { ContentType = ProblemType };
}
