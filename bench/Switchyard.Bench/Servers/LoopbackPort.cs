using System.Net;
using System.Net.Sockets;

namespace Switchyard.Bench.Servers;

/// <summary>A port of the loopback address that nobody listens on.</summary>
internal static class LoopbackPort
{
    /// <summary>Asks the kernel for one and gives it back at once; another program could take it before the server.</summary>
    public static IPEndPoint Free()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }
}
