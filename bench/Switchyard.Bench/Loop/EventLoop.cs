using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Switchyard.Bench.Loop;

/// <summary>One thread that serves every socket of a load: its connections and the workers that answer them.</summary>
/// <remarks>
/// Everything that a load counts lives on this thread, so nothing is locked. The thread sleeps in the kernel while
/// there is nothing to do; it never spins, since the server needs the core.
/// </remarks>
internal sealed class EventLoop : IDisposable
{
    private const int EventsPerWait = 256;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(100);

    private readonly int epoll = Epoll.Create();
    private readonly List<LoopSocket> sockets = [];
    private readonly byte[] events = new byte[EventsPerWait * Epoll.EventSize];

    /// <summary>Connects a socket, which the loop serves and owns.</summary>
    public LoopSocket Connect(IPEndPoint server, IReadable reader)
    {
        var connected = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        connected.Connect(server);
        var socket = new LoopSocket(this, sockets.Count, connected, reader);
        sockets.Add(socket);
        Epoll.Add(epoll, socket.Descriptor, Epoll.Readable, (ulong)(sockets.Count - 1));
        return socket;
    }

    /// <summary>Runs until the time is over.</summary>
    /// <param name="duration">How long; the loop overshoots by one batch of events at most.</param>
    /// <param name="cancellation">Ends the run early with <see cref="OperationCanceledException"/>.</param>
    /// <returns>How long the loop ran.</returns>
    public TimeSpan RunFor(TimeSpan duration, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        while ((elapsed = Stopwatch.GetElapsedTime(start)) < duration)
        {
            cancellation.ThrowIfCancellationRequested();
            RunOnce(duration - elapsed);
        }
        return elapsed;
    }

    /// <summary>Runs until a condition holds, which is checked after each batch of events.</summary>
    /// <param name="done">What to wait for.</param>
    /// <param name="deadline">How long to wait at most.</param>
    /// <param name="cancellation">Ends the wait early.</param>
    /// <returns>False when the deadline came first.</returns>
    public bool RunUntil(Func<bool> done, TimeSpan deadline, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        while (!done())
        {
            cancellation.ThrowIfCancellationRequested();
            TimeSpan left = deadline - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }
            RunOnce(left);
        }
        return true;
    }

    public void Dispose()
    {
        foreach (LoopSocket socket in sockets)
        {
            socket.Dispose();
        }
        Epoll.Close(epoll);
    }

    internal void Watch(int slot, int descriptor, bool alsoWritable) =>
        Epoll.Modify(epoll, descriptor, Epoll.Readable | (alsoWritable ? Epoll.Writable : 0), (ulong)slot);

    private void RunOnce(TimeSpan patience)
    {
        TimeSpan wait = patience < LongestWait ? patience : LongestWait;
        int count = Epoll.Wait(epoll, events, (int)Math.Ceiling(wait.TotalMilliseconds));
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> item = events.AsSpan(i * Epoll.EventSize);
            uint ready = MemoryMarshal.Read<uint>(item);
            int slot = (int)MemoryMarshal.Read<ulong>(item[Epoll.TagOffset..]);
            sockets[slot].OnReady(ready);
        }
    }
}
