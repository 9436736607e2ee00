using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Switchyard.Gateway.Traces;

/// <summary>The trace that a request belongs to, by its header <c>traceparent</c> (W3C Trace Context).</summary>
internal static class TraceHeader
{
    /// <summary>What the engine keeps.</summary>
    private const int MaxLength = 64;

    /// <summary>The header as it came; null when there is none, or one that makes no sense, which the standard has ignored.</summary>
    public static string? Of(HttpRequest request) =>
        request.Headers.TraceParent is [{ Length: > 0 and <= MaxLength } header]
        && ActivityContext.TryParse(header, null, out _)
            ? header
            : null;
}
