using Microsoft.AspNetCore.Http;

namespace Switchyard.Gateway.Auth;

/// <summary>The key that a request presents in one of the ways that every dialect shares.</summary>
internal static class PresentedKey
{
    private const string Bearer = "Bearer ";

    /// <summary>From <c>Authorization: Bearer</c>, else <c>X-API-Key</c>; empty for none.</summary>
    public static string Of(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? authorization[Bearer.Length..].Trim()
            : request.Headers["X-API-Key"].ToString();
    }

    /// <summary>
    /// The same, else from <c>?token=</c>: for WebSockets alone, whose clients in browsers can set no header. Elsewhere
    /// a secret in a URL would end in other people's logs.
    /// </summary>
    public static string OfSocket(HttpRequest request) =>
        Of(request) is { Length: > 0 } key ? key : request.Query["token"].ToString();
}
