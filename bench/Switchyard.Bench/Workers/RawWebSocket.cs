using System.Net;
using System.Text;
using Switchyard.Bench.Loop;

namespace Switchyard.Bench.Workers;

/// <summary>A WebSocket client on an <see cref="EventLoop"/>: upgrade, frames, and pings answered.</summary>
/// <remarks>Frames written while one batch of received bytes is handled leave in one send.</remarks>
internal sealed class RawWebSocket : IReadable
{
    private const int MaxFrame = 2 * 1024 * 1024;

    private readonly LoopSocket socket;
    private readonly IFrameReader reader;
    private byte[] received = new byte[64 * 1024];
    private byte[] outgoing = new byte[64 * 1024];
    private int receivedLength;
    private int outgoingLength;

    /// <param name="loop">Where it runs.</param>
    /// <param name="server">The server's address.</param>
    /// <param name="path">Path and query of the upgrade.</param>
    /// <param name="headers">More header lines, each ended by CRLF; may be empty.</param>
    /// <param name="reader">Who gets the frames.</param>
    public RawWebSocket(EventLoop loop, IPEndPoint server, string path, string headers, IFrameReader reader)
    {
        this.reader = reader;
        socket = loop.Connect(server, this);
        string upgrade =
            $"GET {path} HTTP/1.1\r\nHost: {server}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{headers}\r\n";
        socket.Send(Encoding.ASCII.GetBytes(upgrade));
    }

    /// <summary>The server accepted the upgrade.</summary>
    public bool Open { get; private set; }

    /// <summary>Writes a frame; it leaves with <see cref="Flush"/>, or when the received bytes have been handled.</summary>
    public void Write(int opcode, ReadOnlySpan<byte> payload)
    {
        int needed = outgoingLength + payload.Length + WebSocketFrame.MaxHead;
        if (needed > outgoing.Length)
        {
            Array.Resize(ref outgoing, Math.Max(needed, outgoing.Length * 2));
        }
        outgoingLength += WebSocketFrame.Write(outgoing.AsSpan(outgoingLength), opcode, payload);
    }

    public void Flush()
    {
        if (outgoingLength > 0)
        {
            socket.Send(outgoing.AsSpan(0, outgoingLength));
            outgoingLength = 0;
        }
    }

    void IReadable.OnReadable()
    {
        if (receivedLength == received.Length)
        {
            int larger = received.Length * 2;
            Array.Resize(
                ref received,
                larger <= MaxFrame * 2 ? larger : throw new BenchException("A frame is too large.")
            );
        }
        receivedLength += socket.Receive(received.AsSpan(receivedLength));
        int consumed = Open ? 0 : Accept();
        while (Open && WebSocketFrame.TryRead(received.AsSpan(consumed, receivedLength - consumed), out var frame))
        {
            Handle(frame.Opcode, received.AsSpan(consumed, receivedLength - consumed)[frame.Payload]);
            consumed += frame.Payload.End.Value;
        }
        received.AsSpan(consumed, receivedLength - consumed).CopyTo(received);
        receivedLength -= consumed;
        Flush();
    }

    private int Accept()
    {
        ReadOnlySpan<byte> answer = received.AsSpan(0, receivedLength);
        int end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return 0;
        }
        if (!answer.StartsWith("HTTP/1.1 101"u8))
        {
            throw new BenchException($"The upgrade was refused: {Encoding.UTF8.GetString(answer)}");
        }
        Open = true;
        reader.OnOpen();
        return end + 4;
    }

    private void Handle(int opcode, ReadOnlySpan<byte> payload)
    {
        switch (opcode)
        {
            case WebSocketFrame.Text or WebSocketFrame.Binary:
                reader.OnFrame(payload);
                break;
            case WebSocketFrame.Ping:
                Write(WebSocketFrame.Pong, payload);
                break;
            case WebSocketFrame.Close:
                throw new BenchException("The server closed a worker's connection during the load.");
            default:
                break;
        }
    }
}
