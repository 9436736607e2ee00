using System.Net;
using Switchyard.Bench.Loop;

namespace Switchyard.Bench.Http;

/// <summary>A keep-alive connection with at most one request in flight, and no allocation for any of them.</summary>
internal sealed class RawHttpConnection : IReadable
{
    private readonly LoopSocket socket;
    private readonly IHttpCaller caller;
    private readonly byte[] received = new byte[64 * 1024];
    private int length;
    private bool inFlight;

    public RawHttpConnection(EventLoop loop, IPEndPoint server, IHttpCaller caller)
    {
        this.caller = caller;
        socket = loop.Connect(server, this);
    }

    /// <summary>Sends a whole request, head and body.</summary>
    public void Send(ReadOnlySpan<byte> request)
    {
        if (inFlight)
        {
            throw new InvalidOperationException("The connection waits for an answer.");
        }
        inFlight = true;
        socket.Send(request);
    }

    void IReadable.OnReadable()
    {
        if (length == received.Length)
        {
            throw new BenchException($"The server's answer is larger than {received.Length} bytes.");
        }
        length += socket.Receive(received.AsSpan(length));
        if (!ResponseParser.TryParse(received.AsSpan(0, length), out int status, out Range body))
        {
            return;
        }
        if (!inFlight || body.End.Value != length)
        {
            throw new BenchException("The server sent more than the answer to the one request in flight.");
        }
        inFlight = false;
        length = 0;
        caller.OnResponse(status, received.AsSpan(body));
    }
}
