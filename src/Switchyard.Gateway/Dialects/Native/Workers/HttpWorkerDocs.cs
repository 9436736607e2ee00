using Switchyard.Contracts.Errors;
using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>What the native API's document says of workers over plain HTTP.</summary>
internal static class HttpWorkerDocs
{
    /// <summary>A leased job.</summary>
    public const string Job = """
        {"job":17,"token":42,"uuid":"00000000-0000-8001-84c1-1f0de2a3b4c5","attempt":1,"type":"resize","priority":5,"created_at":"2030-01-02T12:00:00.250000Z","payload":{"width":1280}}
        """;

    /// <summary>A lease that was renewed.</summary>
    public const string Held = """{"jobs":[{"job":17,"token":42,"answer":"held"}]}""";

    private const string Tag = "workers";
    private const string Place = "The worker's name, escaped.";

    /// <summary>A route with a body and an answer.</summary>
    public static RouteDoc Of<TBody, TAnswer>(string summary, string body, string answer, int status = 200) =>
        new(Tag, summary)
        {
            Place = Place,
            Body = typeof(TBody),
            BodyExample = body,
            Answers =
            [
                new AnswerDoc(status, typeof(TAnswer), "Done.") { Examples = [("done", answer)] },
                NativeDocs.Problem(400, "The body is not JSON.", ProblemCodes.BadRequest, "The body is not UTF-8."),
                .. Refusals,
                NativeDocs.Problem(
                    422,
                    "A member is missing or out of its range.",
                    ProblemCodes.Invalid,
                    "Every item needs a positive 'job' and 'token'."
                ),
            ],
        };

    /// <summary>A route without either.</summary>
    public static RouteDoc Nothing(string summary) =>
        new(Tag, summary) { Place = Place, Answers = [new AnswerDoc(204, null, "Done."), .. Refusals] };

    private static IEnumerable<AnswerDoc> Refusals =>
        [
            NativeDocs.Problem(401, "A valid key is needed.", ProblemCodes.Unauthorized, "A valid API key is needed."),
            NativeDocs.Problem(
                403,
                "The key has not the scope work, or the worker is another key's.",
                ProblemCodes.Forbidden,
                "Another key has a worker of this name."
            ),
            NativeDocs.Problem(
                404,
                "The worker is not registered, or no longer.",
                ProblemCodes.UnknownWorker,
                "No worker of this name is registered, or no longer: register it, then go on."
            ),
            NativeDocs.Problem(
                429,
                "The key's requests of this minute are used up, or too many workers are registered: see Retry-After.",
                ProblemCodes.TooManyRequests,
                "The key's requests of this minute are used up."
            ),
            NativeDocs.Problem(
                503,
                "The server cannot serve now: see Retry-After.",
                ProblemCodes.Unavailable,
                "The server cannot serve now; try again."
            ),
        ];
}
