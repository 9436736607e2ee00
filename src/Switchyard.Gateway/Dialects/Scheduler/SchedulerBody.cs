using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>Reads bodies that are one JSON object.</summary>
internal static class SchedulerBody
{
    /// <summary>Reads a body; an empty one counts as an object without members where that is allowed.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> body,
        bool mayBeEmpty,
        [NotNullWhen(true)] out JsonElement? value,
        out SchedulerProblem problem
    )
    {
        (value, problem) = (null, default);
        if (body.IsEmpty)
        {
            value = mayBeEmpty ? JsonElement.Parse("{}"u8) : null;
            problem = SchedulerErrors.Malformed("The body is empty: a JSON object is expected.");
            return mayBeEmpty;
        }

        try
        {
            value = JsonTexts.Parse(body);
        }
        catch (JsonException exception)
        {
            problem = SchedulerErrors.Malformed(
                $"The body is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}."
            );
            return false;
        }
        catch (InvalidOperationException)
        {
            problem = SchedulerErrors.Malformed("The body is not JSON: a text in it is not Unicode.");
            return false;
        }

        problem = SchedulerErrors.Malformed("The body must be a JSON object.");
        return value.Value.ValueKind == JsonValueKind.Object;
    }
}
