using Microsoft.AspNetCore.Builder;
using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>What the scheduler API's document says of it.</summary>
internal static class SchedulerDocs
{
    /// <summary>What any route but the probes may answer instead.</summary>
    public static IReadOnlyList<AnswerDoc> Refusals { get; } =
    [
        Failure(400, "A field or parameter is missing or out of its range: `error.details` names each."),
        Failure(401, "A valid key is needed."),
        Failure(403, "The key has not the scope."),
        Failure(429, "The key's requests of this minute are used up: see Retry-After."),
        Failure(503, "The server cannot serve now: see Retry-After."),
    ];

    private static AnswerDoc NotFound { get; } = Failure(404, "There is no such thing, or it is another's.");

    private static AnswerDoc Conflict { get; } = Failure(409, "As things stand it cannot be done.");

    public static ApiDescription Api(string version) =>
        new(
            "Switchyard: scheduler",
            version,
            """
            Tasks with a cron schedule, their runs, and workers. Every answer is `{success, data, message, timestamp}`,
            with `error` where `success` is false. A task is a definition; a run is one unit of work.
            """,
            SchedulerJson.Default,
            TakesKeys: true
        )
        {
            WritesNull = true,
        };

    /// <summary>A route that answers with data in the envelope.</summary>
    public static IEndpointConventionBuilder Answers<T>(
        this IEndpointConventionBuilder route,
        string tag,
        string summary,
        int status = 200,
        Type? body = null,
        bool mayStream = false,
        params QueryDoc[] query
    ) =>
        route.Describe(
            new RouteDoc(tag, summary)
            {
                Body = body,
                BodyExample = body is null ? null : SchedulerExamples.All[body],
                Query = query,
                Answers = [Done<T>(status) with { MayStream = mayStream }, NotFound, Conflict, .. Refusals],
            }
        );

    /// <summary>What there is to say of a probe, which needs no key and tells its findings in any case.</summary>
    public static RouteDoc Probe<T>(string tag, string summary) =>
        new(tag, summary)
        {
            Answers = [Done<T>(200), new AnswerDoc(503, typeof(SchedulerRecords.Envelope<T>), "It is not well.")],
        };

    private static AnswerDoc Done<T>(int status) =>
        new(status, typeof(SchedulerRecords.Envelope<T>), "Done.")
        {
            Examples = [("done", SchedulerExamples.Wrapped(typeof(T)))],
        };

    private static AnswerDoc Failure(int status, string meaning) =>
        new(status, typeof(SchedulerRecords.Envelope<object>), meaning);
}
