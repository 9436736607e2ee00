using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Switchyard.Engine.Jobs;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>Every outcome that is no success: its code, its words, its status and its body.</summary>
internal static class BrokerErrors
{
    private static readonly Dictionary<BrokerError, byte[]> Bodies = Enum.GetValues<BrokerError>()
        .ToDictionary(error => error, error => Body(error, Description(error)));

    /// <summary>The name that goes with the number.</summary>
    public static string Code(BrokerError error) =>
        error switch
        {
            BrokerError.KeyDoesNotExist => "ERROR_KEY_DOES_NOT_EXIST",
            BrokerError.NoSlotAvailable => "ERROR_NO_SLOT_AVAILABLE",
            BrokerError.ZeroBalance => "ERROR_ZERO_BALANCE",
            BrokerError.IpNotAllowed => "ERROR_IP_NOT_ALLOWED",
            BrokerError.CaptchaUnsolvable => "ERROR_CAPTCHA_UNSOLVABLE",
            BrokerError.NoSuchMethod => "ERROR_NO_SUCH_METHOD",
            BrokerError.NoSuchTask => "ERROR_NO_SUCH_CAPCHA_ID", // so spelt by all who speak this protocol
            BrokerError.IpBlocked => "ERROR_IP_BLOCKED",
            BrokerError.TaskAbsent => "ERROR_TASK_ABSENT",
            BrokerError.TaskNotSupported => "ERROR_TASK_NOT_SUPPORTED",
        };

    /// <summary>The words where nothing better is known.</summary>
    public static string Description(BrokerError error) =>
        error switch
        {
            BrokerError.KeyDoesNotExist => "The clientKey is missing or unknown, or may not do this.",
            BrokerError.NoSlotAvailable => "There is no free slot now; try again later.",
            BrokerError.ZeroBalance => "The balance is zero.",
            BrokerError.IpNotAllowed => "Requests from this origin, or for this host, are not allowed.",
            BrokerError.CaptchaUnsolvable => "The task could not be solved.",
            BrokerError.NoSuchMethod => "There is no such method.",
            BrokerError.NoSuchTask => "There is no such task.",
            BrokerError.IpBlocked => "The address is blocked.",
            BrokerError.TaskAbsent => "The task is null.",
            BrokerError.TaskNotSupported => "The type of the task is not supported.",
        };

    /// <summary>The whole body, made once.</summary>
    public static ReadOnlyMemory<byte> Body(BrokerError error) => Bodies[error];

    /// <summary>A body with words of its own.</summary>
    public static byte[] Body(BrokerError error, string description) =>
        Write(writer =>
        {
            writer.WriteNumber("errorId"u8, (int)error);
            writer.WriteString("errorCode"u8, Code(error));
            writer.WriteString("errorDescription"u8, description);
        });

    /// <summary>The body of a 422 answer.</summary>
    public static byte[] Body(IReadOnlyList<BrokerProblem> problems) =>
        Write(writer =>
        {
            writer.WriteStartArray("detail"u8);
            foreach (var problem in problems)
            {
                Write(writer, problem);
            }

            writer.WriteEndArray();
        });

    /// <summary>The code of a refused submit; null when it was accepted, or is a matter of size.</summary>
    public static BrokerError? Of(SubmitAnswer answer) =>
        answer switch
        {
            SubmitAnswer.Accepted => null,
            SubmitAnswer.Repeated => null,
            SubmitAnswer.TooLarge => null,
            SubmitAnswer.QueueFull => BrokerError.NoSlotAvailable,
            SubmitAnswer.Overloaded => BrokerError.NoSlotAvailable,
            // All else having been checked, only a type that can be no type is left.
            SubmitAnswer.Invalid => BrokerError.TaskNotSupported,
            SubmitAnswer.Forbidden => BrokerError.TaskNotSupported,
            // No idempotency key is ever given here.
            SubmitAnswer.Conflict => BrokerError.NoSlotAvailable,
        };

    /// <summary>
    /// A POST's failure. The body has the protocol's shape whatever the status, for clients that never look at that; the
    /// status is 200 wherever the protocol has a code that says it all.
    /// </summary>
    public static (int Status, BrokerError Error, string Description) OfMethod(GatewayFailure failure) =>
        failure switch
        {
            GatewayFailure.BadRequest => Plain(StatusCodes.Status400BadRequest, BrokerError.NoSuchMethod),
            GatewayFailure.Unauthorized => Plain(StatusCodes.Status200OK, BrokerError.KeyDoesNotExist),
            GatewayFailure.Forbidden => Plain(StatusCodes.Status403Forbidden, BrokerError.IpNotAllowed),
            GatewayFailure.NotFound => Plain(StatusCodes.Status200OK, BrokerError.NoSuchMethod),
            GatewayFailure.MethodNotAllowed => Plain(StatusCodes.Status200OK, BrokerError.NoSuchMethod),
            GatewayFailure.PayloadTooLarge => (
                StatusCodes.Status413PayloadTooLarge,
                BrokerError.TaskNotSupported,
                "The task is too large: 1 MiB is the limit."
            ),
            GatewayFailure.RequestTimeout => (
                StatusCodes.Status408RequestTimeout,
                BrokerError.NoSlotAvailable,
                "The request came too slowly."
            ),
            GatewayFailure.TooManyRequests => (
                StatusCodes.Status200OK,
                BrokerError.NoSlotAvailable,
                "This key's requests of this minute are used up; try again later."
            ),
            GatewayFailure.Unavailable => (
                StatusCodes.Status503ServiceUnavailable,
                BrokerError.NoSlotAvailable,
                "The server cannot serve now; try again later."
            ),
            GatewayFailure.Internal => (
                StatusCodes.Status500InternalServerError,
                BrokerError.NoSlotAvailable,
                "Something is wrong in the server; its log says more under the correlation id."
            ),
        };

    /// <summary>Any other request's failure, <c>{"detail":"…"}</c>.</summary>
    public static (int Status, string Detail) OfResource(GatewayFailure failure) =>
        failure switch
        {
            GatewayFailure.BadRequest => (StatusCodes.Status400BadRequest, "Bad Request"),
            GatewayFailure.Unauthorized => (StatusCodes.Status401Unauthorized, "Not authenticated"),
            GatewayFailure.Forbidden => (StatusCodes.Status403Forbidden, "Forbidden"),
            GatewayFailure.NotFound => (StatusCodes.Status404NotFound, "Not Found"),
            GatewayFailure.MethodNotAllowed => (StatusCodes.Status405MethodNotAllowed, "Method Not Allowed"),
            GatewayFailure.PayloadTooLarge => (StatusCodes.Status413PayloadTooLarge, "Payload Too Large"),
            GatewayFailure.RequestTimeout => (StatusCodes.Status408RequestTimeout, "Request Timeout"),
            GatewayFailure.TooManyRequests => (StatusCodes.Status429TooManyRequests, "Too Many Requests"),
            GatewayFailure.Unavailable => (StatusCodes.Status503ServiceUnavailable, "Service Unavailable"),
            GatewayFailure.Internal => (StatusCodes.Status500InternalServerError, "Internal Server Error"),
        };

    /// <summary>The body of such a failure.</summary>
    public static byte[] Detail(string detail) => Write(writer => writer.WriteString("detail"u8, detail));

    private static (int, BrokerError, string) Plain(int status, BrokerError error) =>
        (status, error, Description(error));

    private static void Write(Utf8JsonWriter writer, BrokerProblem problem)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("loc"u8);
        foreach (var part in problem.Location)
        {
            writer.WriteStringValue(part);
        }

        if (problem.Position is { } position)
        {
            writer.WriteNumberValue(position);
        }

        writer.WriteEndArray();
        writer.WriteString("msg"u8, problem.Message);
        writer.WriteString("type"u8, problem.Type);
        writer.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> fields)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, BrokerTranslator.JsonOptions))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }
}
