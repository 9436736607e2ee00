using System.IO.Pipelines;
using System.Net.WebSockets;

namespace Switchyard.Gateway.Tests.Sockets;

/// <summary>Two ends of one WebSocket in memory; each direction holds 64 KiB until the other end reads.</summary>
internal sealed class SocketPair : IDisposable
{
    public SocketPair()
    {
        var toServer = new Pipe();
        var toClient = new Pipe();
        Server = WebSocket.CreateFromStream(
            new DuplexStream(toServer.Reader, toClient.Writer),
            new WebSocketCreationOptions { IsServer = true }
        );
        Client = WebSocket.CreateFromStream(
            new DuplexStream(toClient.Reader, toServer.Writer),
            new WebSocketCreationOptions { IsServer = false }
        );
    }

    public WebSocket Server { get; }

    public WebSocket Client { get; }

    public void Dispose()
    {
        Server.Dispose();
        Client.Dispose();
    }
}
