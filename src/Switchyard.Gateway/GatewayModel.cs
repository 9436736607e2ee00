using System.Security.Cryptography.X509Certificates;
using Switchyard.Gateway.Callbacks;
using Switchyard.Gateway.Dialects.Broker;
using Switchyard.Gateway.Listeners;

namespace Switchyard.Gateway;

/// <summary>How the wire behaves; validated before it gets here.</summary>
public sealed record GatewayModel
{
    /// <summary>The listeners that are served; no two on one URL.</summary>
    public required IReadOnlyList<ListenerModel> Listeners { get; init; }

    /// <summary>The version that health and workers are told.</summary>
    public required string Version { get; init; }

    /// <summary>What https listeners show; null where there is none.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>The broker's API.</summary>
    public BrokerModel Broker { get; init; } = new();

    /// <summary>How results are posted to callback URLs.</summary>
    public CallbackModel Callbacks { get; init; } = new();

    /// <summary>Connections at once, over all listeners; more are closed as they come.</summary>
    public int MaxConnections { get; init; } = 20_000;

    /// <summary>Bytes of bodies over 64 KiB that are held at once, over all listeners; more are refused as unavailable.</summary>
    public long MaxBodyBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>
    /// Whether native workers that offer permessage-deflate get it. Off: on loopback and in one network it costs more
    /// time than it saves, about 300 KiB a connection besides, and many libraries offer it unasked.
    /// </summary>
    public bool CompressWorkers { get; init; }
}
