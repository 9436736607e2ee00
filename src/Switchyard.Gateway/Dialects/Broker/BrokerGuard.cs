using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Switchyard.Engine.Accounts;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.Bodies;
using Switchyard.Gateway.Listeners;

namespace Switchyard.Gateway.Dialects.Broker;

/// <summary>Who may call, and how everything is answered.</summary>
internal sealed class BrokerGuard(Doorkeeper doorkeeper, TimeProvider clock)
{
    private const string Json = "application/json";
    private const int MaxKey = 512;

    /// <summary>Answers a failure in the shape of the half of this API that the request is for.</summary>
    public Task FailAsync(HttpContext context, GatewayFailure failure)
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            var (status, error, description) = BrokerErrors.OfMethod(failure);
            return SendAsync(context, status, BrokerErrors.Body(error, description)).AsTask();
        }

        var (code, detail) = BrokerErrors.OfResource(failure);
        return SendAsync(context, code, BrokerErrors.Detail(detail)).AsTask();
    }

    /// <summary>Lets a caller in by the key in its message, or answers it and returns null.</summary>
    public ValueTask<Caller?> AdmitAsync(HttpContext context, RawValue key, ApiScopes scope)
    {
        Span<char> text = stackalloc char[MaxKey];
        var length = key.IsNothing ? 0 : key.CopyText(text);
        // What can be no key is presented as one that is nobody's.
        return AdmitAsync(context, length < 0 ? "?" : text[..length], scope);
    }

    /// <summary>Lets a caller in by the key that it presents (empty for none), or answers it and returns null.</summary>
    public ValueTask<Caller?> AdmitAsync(HttpContext context, ReadOnlySpan<char> presented, ApiScopes scope)
    {
        var listener = context.Features.GetRequiredFeature<IListenerFeature>();
        var admission = doorkeeper.Admit(listener, presented, ignoresUnknown: true);
        if (admission.Verdict == AdmissionVerdict.TooManyRequests)
        {
            var seconds = (long)Math.Ceiling(admission.RetryAfter.TotalSeconds);
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return TurnAwayAsync(context, GatewayFailure.TooManyRequests);
        }

        if (admission.Verdict == AdmissionVerdict.Unauthorized)
        {
            return TurnAwayAsync(context, GatewayFailure.Unauthorized);
        }

        if (admission.Caller.May(scope))
        {
            return new ValueTask<Caller?>(admission.Caller);
        }

        // The protocol has no code for a key that may not do this; for the client it is as good as none.
        var isMethod = HttpMethods.IsPost(context.Request.Method);
        return TurnAwayAsync(context, isMethod ? GatewayFailure.Unauthorized : GatewayFailure.Forbidden);
    }

    private async ValueTask<Caller?> TurnAwayAsync(HttpContext context, GatewayFailure failure)
    {
        await FailAsync(context, failure);
        return null;
    }

    /// <summary>Answers a request whose shape is wrong.</summary>
    public ValueTask RefuseAsync(HttpContext context, IReadOnlyList<BrokerProblem> problems) =>
        SendAsync(context, StatusCodes.Status422UnprocessableEntity, BrokerErrors.Body(problems));

    /// <summary>Sends an answer.</summary>
    public ValueTask SendAsync(HttpContext context, int status, ReadOnlyMemory<byte> body) =>
        ResponseBody.WriteAsync(context, status, Json, body, clock);
}
