using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
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
        Problem(401, "A valid key is needed.", ProblemCodes.Unauthorized, "A valid API key is needed."),
        Problem(403, "The key has not the scope.", ProblemCodes.Forbidden, "The caller needs the scope admin."),
        Problem(422, "Something is missing or out of its range.", ProblemCodes.Invalid, "limit: 1 to 1000"),
        Problem(
            429,
            "The key's requests of this minute are used up, or a queue is full: see Retry-After.",
            ProblemCodes.TooManyRequests,
            "The key's requests of this minute are used up."
        ),
        Problem(
            503,
            "The server cannot serve now: see Retry-After.",
            ProblemCodes.Unavailable,
            "The server cannot serve now; try again."
        ),
    ];

    /// <summary>What a route about one thing may answer as well.</summary>
    public static AnswerDoc NotFound { get; } =
        Problem(404, "There is no such thing, or it is another's.", ProblemCodes.NotFound, "There is no such job.");

    /// <summary>What a route that changes something may answer as well.</summary>
    public static AnswerDoc Conflict { get; } =
        Problem(
            409,
            "As things stand it cannot be done.",
            ProblemCodes.WrongState,
            "The job is succeeded, which does not allow this."
        );

    /// <summary>What a route that reads a body may answer as well.</summary>
    public static IReadOnlyList<AnswerDoc> BadBodies { get; } =
    [
        Problem(
            400,
            "The body is not JSON of the right shape.",
            ProblemCodes.BadRequest,
            "The body is not JSON: line 1, byte 2."
        ),
        Problem(
            413,
            "The body, or a payload in it, is too long.",
            ProblemCodes.TooLarge,
            "The body is over the limit."
        ),
    ];

    public static ApiDescription Api(string version) =>
        new(
            "Switchyard",
            version,
            "The native API: jobs, schedules, workers, keys, events, backups, audit. Errors are problem details (RFC 9457) "
                + "with a stable `code`.",
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
    ) => route.DescribeWhole(Doc<T>(tag, summary, status, body) with { Query = query });

    /// <summary>A route that answers without a body.</summary>
    public static IEndpointConventionBuilder AnswersNothing(
        this IEndpointConventionBuilder route,
        string tag,
        string summary
    ) => route.DescribeWhole(new RouteDoc(tag, summary) { Answers = [new AnswerDoc(204, null, "Done."), .. Refusals] });

    /// <summary>Adds what a route may answer because of its path and its method.</summary>
    public static IEndpointConventionBuilder DescribeWhole(this IEndpointConventionBuilder route, RouteDoc doc)
    {
        route.Add(endpoint =>
        {
            var isOfOne = ((RouteEndpointBuilder)endpoint).RoutePattern.Parameters.Count > 0;
            var isRead = endpoint.Metadata.OfType<HttpMethodMetadata>().Any(method => method.HttpMethods is ["GET"]);
            endpoint.Metadata.Add(
                doc with
                {
                    Place = PlaceOf(doc.Tag),
                    Answers = [.. doc.Answers, .. Some(isOfOne, NotFound), .. Some(!isRead, Conflict)],
                }
            );
        });
        return route;
    }

    /// <summary>What there is to say of a route that answers with a record.</summary>
    public static RouteDoc Doc<T>(string tag, string summary, int status, Type? body) =>
        new(tag, summary)
        {
            Body = body,
            BodyExample = body is null ? null : NativeExamples.All[body],
            Answers =
            [
                new AnswerDoc(status, typeof(T), "Done.") { Examples = [("done", NativeExamples.All[typeof(T)])] },
                .. body is null ? [] : BadBodies,
                .. Refusals,
            ],
        };

    /// <summary>An answer that is a problem, with an example of it.</summary>
    public static AnswerDoc Problem(int status, string meaning, string code, string detail) =>
        new(status, typeof(Problem), meaning)
        {
            ContentType = ProblemType,
            Examples =
            [
                ("refused", $$"""{"type":"about:blank","status":{{status}},"detail":"{{detail}}","code":"{{code}}"}"""),
            ],
        };

    private static IEnumerable<AnswerDoc> Some(bool isSo, AnswerDoc answer) => isSo ? [answer] : [];

    /// <summary>What stands in the path of a group's routes.</summary>
    private static string PlaceOf(string tag) =>
        tag switch
        {
            "jobs" => "The job's number or uuid.",
            "backups" => "The backup's name, as the list has it.",
            _ => "The number, as the list has it.",
        };
}
