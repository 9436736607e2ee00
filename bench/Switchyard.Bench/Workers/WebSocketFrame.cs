using System.Buffers.Binary;

namespace Switchyard.Bench.Workers;

/// <summary>WebSocket frames (RFC 6455, section 5.2) as a client reads and writes them; no fragments, no extensions.</summary>
/// <param name="Opcode">What it is: <see cref="Text"/> and the rest.</param>
/// <param name="Payload">Where its payload lies.</param>
internal readonly record struct WebSocketFrame(int Opcode, Range Payload)
{
    public const int Text = 1;
    public const int Binary = 2;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    /// <summary>Bytes that a client's frame needs at most beside its payload.</summary>
    public const int MaxHead = 14;

    private const byte Final = 0x80;
    private const byte Masked = 0x80;

    /// <summary>Looks for a whole frame of a server at the start of the bytes; it ends where its payload ends.</summary>
    /// <returns>False when more bytes are needed.</returns>
    public static bool TryRead(ReadOnlySpan<byte> received, out WebSocketFrame frame)
    {
        frame = default;
        if (received.Length < 2)
        {
            return false;
        }
        if ((received[0] & Final) == 0 || (received[0] & 0x70) != 0 || (received[1] & Masked) != 0)
        {
            throw new BenchException("The server sent a fragmented, compressed or masked WebSocket frame.");
        }
        int extra = received[1] switch
        {
            < 126 => 0,
            126 => 2,
            _ => 8,
        };
        int start = 2 + extra;
        if (received.Length < start)
        {
            return false;
        }
        long length = extra switch
        {
            0 => received[1],
            2 => BinaryPrimitives.ReadUInt16BigEndian(received[2..]),
            _ => BinaryPrimitives.ReadInt64BigEndian(received[2..]),
        };
        if (received.Length < start + length)
        {
            return false;
        }
        frame = new WebSocketFrame(received[0] & 0x0F, start..(start + (int)length));
        return true;
    }

    /// <summary>Writes a client's frame.</summary>
    /// <remarks>The masking key is zero, which is allowed and leaves the payload as it is: masking protects proxies.</remarks>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> into, int opcode, ReadOnlySpan<byte> payload)
    {
        into[0] = (byte)(Final | opcode);
        int at = 2;
        if (payload.Length < 126)
        {
            into[1] = (byte)(Masked | payload.Length);
        }
        else if (payload.Length <= ushort.MaxValue)
        {
            into[1] = Masked | 126;
            BinaryPrimitives.WriteUInt16BigEndian(into[2..], (ushort)payload.Length);
            at += 2;
        }
        else
        {
            into[1] = Masked | 127;
            BinaryPrimitives.WriteInt64BigEndian(into[2..], payload.Length);
            at += 8;
        }
        into.Slice(at, 4).Clear();
        payload.CopyTo(into[(at + 4)..]);
        return at + 4 + payload.Length;
    }
}
