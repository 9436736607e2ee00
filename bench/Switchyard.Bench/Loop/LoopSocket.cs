using System.Net.Sockets;

namespace Switchyard.Bench.Loop;

/// <summary>A connected, non-blocking TCP socket on an <see cref="EventLoop"/>.</summary>
internal sealed class LoopSocket : IDisposable
{
    private readonly EventLoop loop;
    private readonly IReadable reader;
    private readonly Socket socket;
    private readonly int slot;
    private byte[] unsent = [];
    private int unsentLength;

    /// <summary>Use <see cref="EventLoop.Connect"/>, whose slot it takes.</summary>
    public LoopSocket(EventLoop loop, int slot, Socket connected, IReadable reader)
    {
        this.loop = loop;
        this.slot = slot;
        this.reader = reader;
        socket = connected;
        socket.Blocking = false;
    }

    internal int Descriptor => (int)socket.SafeHandle.DangerousGetHandle();

    /// <summary>Receives what there is.</summary>
    /// <param name="into">Where to; not empty.</param>
    /// <returns>How many bytes; 0 when there is nothing now.</returns>
    /// <exception cref="BenchException">The server closed the connection: none of the loads expects it.</exception>
    public int Receive(Span<byte> into)
    {
        int count = socket.Receive(into, SocketFlags.None, out SocketError error);
        return error switch
        {
            SocketError.Success when count > 0 => count,
            SocketError.WouldBlock => 0,
            SocketError.Success => throw new BenchException("The server closed a connection during the load."),
            _ => throw new BenchException($"A connection failed during the load: {error}."),
        };
    }

    /// <summary>Sends all of it, now or, what the kernel does not take, as soon as it does.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (unsentLength == 0)
        {
            bytes = bytes[SendSome(bytes)..];
        }
        if (bytes.IsEmpty)
        {
            return;
        }
        if (unsent.Length < unsentLength + bytes.Length)
        {
            Array.Resize(ref unsent, Math.Max(unsentLength + bytes.Length, unsent.Length * 2));
        }
        bytes.CopyTo(unsent.AsSpan(unsentLength));
        unsentLength += bytes.Length;
        loop.Watch(slot, Descriptor, alsoWritable: true);
    }

    public void Dispose() => socket.Dispose();

    internal void OnReady(uint ready)
    {
        if ((ready & Epoll.Writable) != 0)
        {
            Flush();
        }
        if ((ready & (Epoll.Readable | Epoll.Failed)) != 0)
        {
            reader.OnReadable();
        }
    }

    private void Flush()
    {
        int sent = SendSome(unsent.AsSpan(0, unsentLength));
        unsent.AsSpan(sent, unsentLength - sent).CopyTo(unsent);
        unsentLength -= sent;
        if (unsentLength == 0)
        {
            loop.Watch(slot, Descriptor, alsoWritable: false);
        }
    }

    private int SendSome(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return 0;
        }
        int sent = socket.Send(bytes, SocketFlags.None, out SocketError error);
        return error switch
        {
            SocketError.Success => sent,
            SocketError.WouldBlock => 0,
            _ => throw new BenchException($"A connection failed during the load: {error}."),
        };
    }
}
