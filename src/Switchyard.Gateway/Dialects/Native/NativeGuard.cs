using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Switchyard.Engine.Accounts;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.Listeners;

namespace Switchyard.Gateway.Dialects.Native;

/// <summary>Lets callers with the right scope through to a handler.</summary>
internal sealed class NativeGuard(Doorkeeper doorkeeper)
{
    /// <summary>A route's delegate.</summary>
    /// <param name="anyOf">Scopes of which the caller needs one; admin always does.</param>
    /// <param name="handler">What it is let through to.</param>
    public RequestDelegate For(ApiScopes anyOf, Func<HttpContext, Caller, Task> handler) =>
        For(anyOf, handler, PresentedKey.Of);

    /// <summary>The same for a WebSocket, whose key may also be in the query.</summary>
    public RequestDelegate ForSocket(ApiScopes anyOf, Func<HttpContext, Caller, Task> handler) =>
        For(anyOf, handler, PresentedKey.OfSocket);

    private RequestDelegate For(
        ApiScopes anyOf,
        Func<HttpContext, Caller, Task> handler,
        Func<HttpRequest, string> keyOf
    ) =>
        context =>
        {
            var listener = context.Features.GetRequiredFeature<IListenerFeature>();
            var admission = doorkeeper.Admit(listener, keyOf(context.Request));
            switch (admission.Verdict)
            {
                case AdmissionVerdict.Unauthorized:
                    context.Response.Headers.WWWAuthenticate = "Bearer";
                    return NativeErrors.WriteAsync(context, NativeErrors.Of(GatewayFailure.Unauthorized));
                case AdmissionVerdict.TooManyRequests:
                    var seconds = Math.Max(1, (int)Math.Ceiling(admission.RetryAfter.TotalSeconds));
                    context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                    return NativeErrors.WriteAsync(context, NativeErrors.Of(GatewayFailure.TooManyRequests));
            }

            return admission.Caller.May(anyOf)
                ? handler(context, admission.Caller)
                : NativeErrors.WriteAsync(
                    context,
                    NativeErrors.Of(GatewayFailure.Forbidden) with
                    {
                        Detail = $"The caller needs the scope {NativeWords.Of(anyOf)}.",
                    }
                );
        };
}
