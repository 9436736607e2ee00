using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Switchyard.Engine.Accounts;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.Listeners;

namespace Switchyard.Gateway.Dialects;

/// <summary>Lets callers with the right scope through to a handler; a dialect words the refusals.</summary>
internal static class RouteGuard
{
    /// <summary>A route's delegate.</summary>
    /// <param name="doorkeeper">Who decides.</param>
    /// <param name="keyOf">Where the key is.</param>
    /// <param name="anyOf">Scopes of which the caller needs one; admin always does.</param>
    /// <param name="handler">What it is let through to.</param>
    /// <param name="fail">Answers: Unauthorized, TooManyRequests or Forbidden. The headers that go with them are set.</param>
    public static RequestDelegate For(
        Doorkeeper doorkeeper,
        Func<HttpRequest, string> keyOf,
        ApiScopes anyOf,
        Func<HttpContext, Caller, Task> handler,
        Func<HttpContext, GatewayFailure, Task> fail
    ) =>
        context =>
        {
            var listener = context.Features.GetRequiredFeature<IListenerFeature>();
            var admission = doorkeeper.Admit(listener, keyOf(context.Request));
            switch (admission.Verdict)
            {
                case AdmissionVerdict.Unauthorized:
                    context.Response.Headers.WWWAuthenticate = "Bearer";
                    return fail(context, GatewayFailure.Unauthorized);
                case AdmissionVerdict.TooManyRequests:
                    var seconds = Math.Max(1, (int)Math.Ceiling(admission.RetryAfter.TotalSeconds));
                    context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                    return fail(context, GatewayFailure.TooManyRequests);
            }

            return admission.Caller.May(anyOf)
                ? handler(context, admission.Caller)
                : fail(context, GatewayFailure.Forbidden);
        };
}
