using Microsoft.AspNetCore.Http;

namespace Switchyard.Gateway.Listeners;

/// <summary>Refuses requests that a page elsewhere makes a browser send, and lets configured origins in (CORS).</summary>
internal sealed class OriginGate(IReadOnlyList<string> allowed)
{
    /// <summary>Judges the <c>Origin</c> header.</summary>
    public OriginVerdict Judge(HttpRequest request)
    {
        var header = request.Headers.Origin;
        if (header.Count == 0)
        {
            return OriginVerdict.Own;
        }

        var origin = header.ToString();
        if (IsOwn(request, origin))
        {
            return OriginVerdict.Own;
        }

        return allowed.Contains(origin, StringComparer.OrdinalIgnoreCase)
            ? OriginVerdict.Configured
            : OriginVerdict.Unknown;
    }

    /// <summary>Tells the browser that the page may read the answer; for a preflight, answers it.</summary>
    /// <returns>Whether the request was a preflight and is answered.</returns>
    public static bool Welcome(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = context.Request.Headers.Origin;
        headers.AccessControlAllowCredentials = "true";
        headers.AccessControlExposeHeaders = "Retry-After, X-Correlation-Id";
        headers.Vary = "Origin";
        if (
            !HttpMethods.IsOptions(context.Request.Method)
            || context.Request.Headers.AccessControlRequestMethod.Count == 0
        )
        {
            return false;
        }

        headers.AccessControlAllowMethods = "GET, POST, PUT, DELETE";
        headers.AccessControlAllowHeaders = "Authorization, Content-Type, Idempotency-Key, X-API-Key";
        headers.AccessControlMaxAge = "600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return true;
    }

    private static bool IsOwn(HttpRequest request, ReadOnlySpan<char> origin)
    {
        var scheme = request.Scheme;
        return origin.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && origin[scheme.Length..].StartsWith("://")
            && origin[(scheme.Length + 3)..]
                .Equals(request.Headers.Host.ToString(), StringComparison.OrdinalIgnoreCase);
    }
}
