using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Switchyard.Gateway.Bodies;

namespace Switchyard.Gateway.Listeners;

/// <summary>The server's sockets and limits.</summary>
internal sealed class KestrelSetup(ListenerTable listeners, GatewayModel model)
    : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        if (model.Certificate is { } certificate)
        {
            options.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate);
        }

        var limits = options.Limits;
        limits.MaxConcurrentConnections = model.MaxConnections;
        limits.MaxConcurrentUpgradedConnections = model.MaxConnections;
        // Each route reads with a limit of its own. Up to this one the rest of a refused body is read and dropped, so
        // that its sender sees the answer and not a reset connection.
        limits.MaxRequestBodySize = BodyLimits.Results;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestHeaderCount = 64;
        // Whoever is slower is gone within 30 s, together with SlowClient, which looks at what moved lately: these two
        // rates are averages since the body began, and a burst at its start would excuse a long silence.
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(20);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(10));
        limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 4096, gracePeriod: TimeSpan.FromSeconds(10));
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
        listeners.Bind(options);
    }
}
