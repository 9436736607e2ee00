using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Switchyard.Engine.Accounts;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.Listeners;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>Lets callers with the right scope through to a handler.</summary>
internal sealed class SchedulerGuard(Doorkeeper doorkeeper, SchedulerAnswers answers)
{
    /// <summary>A route's delegate.</summary>
    /// <param name="anyOf">Scopes of which the caller needs one; admin always does.</param>
    /// <param name="needs">The same in words.</param>
    /// <param name="handler">What it is let through to.</param>
    public RequestDelegate For(ApiScopes anyOf, string needs, Func<HttpContext, Caller, Task> handler) =>
        context =>
        {
            var listener = context.Features.GetRequiredFeature<IListenerFeature>();
            var admission = doorkeeper.Admit(listener, PresentedKey.Of(context.Request));
            switch (admission.Verdict)
            {
                case AdmissionVerdict.Unauthorized:
                    context.Response.Headers.WWWAuthenticate = "Bearer";
                    return answers.FailAsync(context, SchedulerErrors.Of(GatewayFailure.Unauthorized));
                case AdmissionVerdict.TooManyRequests:
                    var seconds = Math.Max(1, (int)Math.Ceiling(admission.RetryAfter.TotalSeconds));
                    context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                    return answers.FailAsync(context, SchedulerErrors.Of(GatewayFailure.TooManyRequests));
            }

            return admission.Caller.May(anyOf)
                ? handler(context, admission.Caller)
                : answers.FailAsync(context, SchedulerErrors.Forbidden($"The caller needs the scope {needs}."));
        };
}
