using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Switchyard.Gateway.Dialects.Native;

/// <summary>Reads small bodies into records.</summary>
internal static class NativeBodies
{
    /// <summary>Reads a body; false, with what is wrong, when it is not JSON of that shape.</summary>
    public static bool TryRead<T>(
        ReadOnlySpan<byte> body,
        JsonTypeInfo<T> type,
        [NotNullWhen(true)] out T? value,
        out NativeProblem problem
    )
        where T : class
    {
        value = null;
        problem = NativeErrors.Invalid("body: an object");
        try
        {
            value = JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException exception)
        {
            problem = NativeErrors.Malformed(
                $"The body is not as it should be: {exception.Path ?? "$"}, "
                    + $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}."
            );
        }

        return value is not null;
    }
}
