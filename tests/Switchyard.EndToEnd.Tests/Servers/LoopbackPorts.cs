using System.Net;
using System.Net.Sockets;

namespace Switchyard.EndToEnd.Tests.Servers;

/// <summary>
/// Ports of the loopback address for servers that come back on the same one. They lie below the range that the system
/// gives to outgoing connections: a client that knocks while the server is down could otherwise be given the very port
/// that it knocks at, connect to itself, and keep the server out.
/// </summary>
internal static class LoopbackPorts
{
    private const int First = 12_000;
    private const int Last = 32_000;

    /// <summary>Test runs side by side begin at different places.</summary>
    private static int _last = Environment.ProcessId * 97;

    /// <summary>A port that nobody listens on, and that no other caller here was given.</summary>
    public static int Take()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _last) & int.MaxValue) % (Last - First);
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }
    }
}
