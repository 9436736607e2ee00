using Microsoft.AspNetCore.Http;

namespace Switchyard.Gateway.Failures;

/// <summary>The id under which a failure is both answered and logged.</summary>
internal static class Correlation
{
    /// <summary>The header of failures; a client may set it, to find its own request in the log.</summary>
    public const string Header = "X-Correlation-Id";

    private const int MaxLength = 64;

    /// <summary>The client's own id where it gave a plain one, else the connection's and request's.</summary>
    public static string Of(HttpContext context)
    {
        var given = context.Request.Headers[Header].ToString();
        return IsPlain(given) ? given : context.TraceIdentifier;
    }

    // What is echoed into a header and a log line must not be able to forge either.
    private static bool IsPlain(string id) =>
        id.Length is > 0 and <= MaxLength
        && id.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_.:".Contains(letter));
}
