using Microsoft.AspNetCore.Http;
using Switchyard.Engine.Accounts;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.OpenApi;

namespace Switchyard.Gateway.Dialects.Native;

/// <summary>Lets callers with the right scope through to a handler.</summary>
internal sealed class NativeGuard(Doorkeeper doorkeeper)
{
    /// <summary>A route's delegate.</summary>
    /// <param name="anyOf">Scopes of which the caller needs one; admin always does.</param>
    /// <param name="handler">What it is let through to.</param>
    public RequestDelegate For(ApiScopes anyOf, Func<HttpContext, Caller, Task> handler) =>
        For(anyOf, (context, caller) => Checked(context, caller, handler), PresentedKey.Of);

    /// <summary>The same for a WebSocket, whose key may also be in the query.</summary>
    public RequestDelegate ForSocket(ApiScopes anyOf, Func<HttpContext, Caller, Task> handler) =>
        For(anyOf, handler, PresentedKey.OfSocket);

    private RequestDelegate For(
        ApiScopes anyOf,
        Func<HttpContext, Caller, Task> handler,
        Func<HttpRequest, string> keyOf
    ) =>
        RouteGuard.For(
            doorkeeper,
            keyOf,
            anyOf,
            handler,
            (context, failure) =>
                NativeErrors.WriteAsync(
                    context,
                    failure == GatewayFailure.Forbidden
                        ? NativeErrors.Of(failure) with
                        {
                            Detail = $"The caller needs the scope {NativeWords.Of(anyOf)}.",
                        }
                        : NativeErrors.Of(failure)
                )
        );

    /// <summary>A parameter that a route's description does not have is refused: a misspelt filter must not answer with all.</summary>
    private static Task Checked(HttpContext context, Caller caller, Func<HttpContext, Caller, Task> handler) =>
        context.Request.QueryString.HasValue && UnknownParameter(context) is { } problem
            ? NativeErrors.WriteAsync(context, problem)
            : handler(context, caller);

    private static NativeProblem? UnknownParameter(HttpContext context)
    {
        var doc = context.GetEndpoint()?.Metadata.GetMetadata<RouteDoc>();
        var known = doc?.Query.Select(parameter => parameter.Name).ToList() ?? [];
        var unknown = context.Request.Query.Keys.Except(known, StringComparer.OrdinalIgnoreCase).FirstOrDefault();
        return unknown is null
            ? null
            : NativeErrors.Invalid(
                $"{unknown}: no such parameter here; there {(known.Count == 0 ? "are none" : $"are {string.Join(", ", known)}")}"
            );
    }
}
