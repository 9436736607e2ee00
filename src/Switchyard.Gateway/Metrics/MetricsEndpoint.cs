using System.Buffers;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Switchyard.Engine.Accounts;
using Switchyard.Gateway.Auth;
using Switchyard.Gateway.Bodies;
using Switchyard.Gateway.Dialects;
using Switchyard.Gateway.Failures;
using Switchyard.Gateway.Listeners;

namespace Switchyard.Gateway.Metrics;

/// <summary><c>/metrics</c>: open to callers on this machine and wherever none needs a key, else for keys with the scope of that name.</summary>
internal sealed class MetricsEndpoint(Doorkeeper doorkeeper, IMetricsPage? page, TimeProvider clock)
{
    /// <summary>Answers a scraper.</summary>
    /// <param name="context">The request.</param>
    /// <param name="dialect">Whose manner failures have.</param>
    public Task GetAsync(HttpContext context, IDialect dialect)
    {
        var listener = context.Features.GetRequiredFeature<IListenerFeature>();
        var key = PresentedKey.Of(context.Request);
        var isLocal = key.Length == 0 && context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from);
        if (!isLocal && Refusal(context, doorkeeper.Admit(listener, key)) is { } refusal)
        {
            return FailureShaper.WriteAsync(context, dialect, refusal);
        }

        if (page is null)
        {
            return FailureShaper.WriteAsync(context, dialect, GatewayFailure.NotFound);
        }

        var body = new ArrayBufferWriter<byte>(32 * 1024);
        page.Write(body);
        return ResponseBody.WriteAsync(context, 200, page.ContentType, body.WrittenMemory, clock).AsTask();
    }

    private static GatewayFailure? Refusal(HttpContext context, in Admission admission)
    {
        switch (admission.Verdict)
        {
            case AdmissionVerdict.Unauthorized:
                context.Response.Headers.WWWAuthenticate = "Bearer";
                return GatewayFailure.Unauthorized;
            case AdmissionVerdict.TooManyRequests:
                var seconds = Math.Max(1, (int)Math.Ceiling(admission.RetryAfter.TotalSeconds));
                context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                return GatewayFailure.TooManyRequests;
            default:
                // A caller without a key was let in by the listener, which is to say by the operator.
                var isAnonymous = ReferenceEquals(admission.Caller, Caller.Anonymous);
                return isAnonymous || admission.Caller.May(ApiScopes.Metrics) ? null : GatewayFailure.Forbidden;
        }
    }
}
