using System.Net;
using System.Net.Sockets;

namespace Switchyard.Contracts.Net;

/// <summary>
/// Connects to hosts that strangers name. It looks the name up itself and connects to the very address that it judged: a
/// name that answers differently the second time (DNS rebinding) gains nothing.
/// </summary>
public static class GuardedConnector
{
    /// <summary>Connects to the first of the host's allowed addresses that answers.</summary>
    /// <exception cref="ForbiddenAddressException">The host has no other addresses than forbidden ones.</exception>
    public static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint host,
        bool allowsPrivate,
        CancellationToken cancellation
    )
    {
        var found = await Dns.GetHostAddressesAsync(host.Host, cancellation);
        var allowed = found.Where(address => allowsPrivate || PublicAddress.Is(address)).ToArray();
        if (allowed.Length == 0)
        {
            throw new ForbiddenAddressException(host.Host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, host.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
