using Microsoft.AspNetCore.Http;
using Switchyard.Engine.Accounts;
using Switchyard.Gateway.Auth;

namespace Switchyard.Gateway.Dialects.Scheduler;

/// <summary>Lets callers with the right scope through to a handler.</summary>
internal sealed class SchedulerGuard(Doorkeeper doorkeeper, SchedulerAnswers answers)
{
    /// <summary>A route's delegate.</summary>
    /// <param name="anyOf">Scopes of which the caller needs one; admin always does.</param>
    /// <param name="needs">The same in words.</param>
    /// <param name="handler">What it is let through to.</param>
    public RequestDelegate For(ApiScopes anyOf, string needs, Func<HttpContext, Caller, Task> handler) =>
        RouteGuard.For(
            doorkeeper,
            PresentedKey.Of,
            anyOf,
            handler,
            (context, failure) =>
                answers.FailAsync(
                    context,
                    failure == GatewayFailure.Forbidden
                        ? SchedulerErrors.Forbidden($"The caller needs the scope {needs}.")
                        : SchedulerErrors.Of(failure)
                )
        );
}
