using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace Switchyard.Gateway.Sockets;

/// <summary>How a WebSocket is accepted.</summary>
internal static class SocketAcceptance
{
    /// <summary>A quiet peer is pinged after this long.</summary>
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(5);

    /// <summary>
    /// From an unanswered ping to the end. With the interval and the runtime's coarse beat (up to 2.5 s were measured) a
    /// peer that fell silent is dead 28 s after its last byte, inside the 30 s that are promised.
    /// </summary>
    private static readonly TimeSpan PongTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Completes the handshake. Pings are the protocol's own, answered by any WebSocket library.</summary>
    /// <param name="context">A WebSocket request.</param>
    /// <param name="compress">
    /// Takes permessage-deflate when the peer offers it. It costs about 300 KiB of native memory a connection, so it is
    /// for few peers and long frames. What a frame inflates to is bounded by the reader's limit, not here.
    /// </param>
    public static Task<WebSocket> AcceptAsync(HttpContext context, bool compress) =>
        context.WebSockets.AcceptWebSocketAsync(
            new WebSocketAcceptContext
            {
                KeepAliveInterval = PingInterval,
                KeepAliveTimeout = PongTimeout,
                DangerousEnableCompression = compress,
            }
        );
}
