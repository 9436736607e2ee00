using System.Net.WebSockets;
using Switchyard.Contracts.Workers;
using Switchyard.Gateway.Sockets;

namespace Switchyard.Gateway.Dialects.Native.Workers;

/// <summary>What waits for a worker at the other end of a WebSocket.</summary>
internal sealed class SocketWorkerOutbox(SocketOutbox<ServerFrame> socket) : IWorkerOutbox
{
    /// <inheritdoc/>
    public bool IsCongested => socket.IsCongested;

    /// <inheritdoc/>
    public bool TryPost(ServerFrame frame, int bytes) => socket.TryPost(frame, bytes);

    /// <inheritdoc/>
    public void Complete(int code, string reason) => socket.Complete((WebSocketCloseStatus)code, reason);
}
