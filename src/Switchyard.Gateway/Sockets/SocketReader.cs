using System.Buffers;
using System.Net.WebSockets;

namespace Switchyard.Gateway.Sockets;

/// <summary>Reads whole messages of at most a limit, whatever the fragments they come in. The only caller of the receive side.</summary>
/// <param name="socket">Read by this reader alone.</param>
/// <param name="maxBytes">The longest message, after inflation: what a small deflated frame can grow to is bounded here.</param>
internal sealed class SocketReader(WebSocket socket, int maxBytes) : IDisposable
{
    private const int IdleBuffer = 4 * 1024;
    private const int BufferKept = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(IdleBuffer);

    /// <summary>The next message, or why there is none. Never throws for what the peer does.</summary>
    public async ValueTask<SocketMessage> ReadAsync(CancellationToken cancellation)
    {
        if (_buffer.Length > BufferKept)
        {
            Resize(IdleBuffer, 0);
        }

        var length = 0;
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(_buffer.AsMemory(length), cancellation);
                length += part.Count;
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return new SocketMessage(SocketMessageKind.Closed, default);
                }

                if (length > maxBytes)
                {
                    return new SocketMessage(SocketMessageKind.TooLarge, default);
                }

                if (part.EndOfMessage)
                {
                    return new SocketMessage(SocketMessageKind.Data, _buffer.AsMemory(0, length));
                }

                if (length == _buffer.Length)
                {
                    Resize(Math.Min(_buffer.Length * 2, maxBytes + 1), length);
                }
            }
        }
        catch (Exception gone)
            when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            return new SocketMessage(SocketMessageKind.Closed, default);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Resize(int size, int keep)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _buffer.AsSpan(0, keep).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
