using Microsoft.AspNetCore.Builder;
using Switchyard.Contracts.Errors;
using Switchyard.Contracts.Json;
using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Dialects.Native;

/// <summary>What the native API's document says of it.</summary>
internal static class NativeDocs
{
    private const string ProblemType = "application/problem+json";

    public static ApiDescription Api(string version) =>
        new(
            "Switchyard",
            version,
            "The native API: jobs, orders, keys, workers. Errors are problem details (RFC 9457) with a stable `code`.",
            ContractsJson.Default,
            TakesKeys: true
        );

    /// <summary>What any route may answer instead.</summary>
    public static IReadOnlyList<AnswerDoc> Refusals { get; } =
    [
        new AnswerDoc(401, typeof(Problem), "A valid key is needed.") { ContentType = ProblemType },
        new AnswerDoc(422, typeof(Problem), "A field is missing or out of its range.") { ContentType = ProblemType },
    ];

    /// <summary>A route that answers with a record.</summary>
    public static IEndpointConventionBuilder Answers<T>(
        this IEndpointConventionBuilder route,
        string tag,
        string summary,
        int status = 200,
        Type? body = null,
        params QueryDoc[] query
    ) => route.Describe(Doc(tag, summary, new AnswerDoc(status, typeof(T), "Done."), body, query));

    /// <summary>A route that answers without a body.</summary>
    public static IEndpointConventionBuilder AnswersNothing(
        this IEndpointConventionBuilder route,
        string tag,
        string summary
    ) => route.Describe(Doc(tag, summary, new AnswerDoc(204, null, "Done."), null, []));

    private static RouteDoc Doc(string tag, string summary, AnswerDoc done, Type? body, QueryDoc[] query) =>
        new(tag, summary)
        {
            Body = body,
            Query = query,
            Answers = [done, .. Refusals],
        };
}
