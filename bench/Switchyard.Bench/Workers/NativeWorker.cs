using System.Net;
using System.Text;
using Switchyard.Bench.Load;
using Switchyard.Bench.Loop;
using Switchyard.Contracts.Workers;

namespace Switchyard.Bench.Workers;

/// <summary>
/// A worker of the native protocol that settles every assign frame at once with one frame, each job with its nonce as
/// the result.
/// </summary>
/// <remarks>
/// <code>
/// ← {"type":"assign","jobs":[{"job":17,"token":5,…,"payload":{"nonce":"00000000000000ff","filler":"xx…"}},…]}
/// → {"type":"settle","results":[{"job":17,"token":5,"outcome":"succeeded","result":{"nonce":"00000000000000ff"}},…]}
/// ← {"type":"settled","results":[{"job":17,"token":5,"answer":"settled"},…]}
/// </code>
/// </remarks>
internal sealed class NativeWorker : IFrameReader
{
    private readonly RawWebSocket socket;
    private readonly SettleWriter writer;
    private readonly string hello;
    private long settled;

    /// <param name="loop">Where it runs.</param>
    /// <param name="server">The console listener.</param>
    /// <param name="authorization">The header line of a key that may work, ended by CRLF.</param>
    /// <param name="id">The worker's name.</param>
    /// <param name="capacity">Jobs that it takes at once.</param>
    /// <param name="ledger">Where each delivered nonce is struck off.</param>
    public NativeWorker(
        EventLoop loop,
        IPEndPoint server,
        string authorization,
        string id,
        int capacity,
        NonceLedger ledger
    )
    {
        writer = new SettleWriter(ledger);
        hello = $$"""
            {"type":"hello","version":{{WorkerProtocol.Version}},"worker":"{{id}}","types":["{{BrokerWire.TaskType}}"],"capacity":{{capacity}}}
            """;
        socket = new RawWebSocket(loop, server, WorkerProtocol.Path, authorization, this);
    }

    /// <summary>The server answered the hello.</summary>
    public bool InService { get; private set; }

    /// <summary>Jobs that the server says are settled, durably. May be read on any thread.</summary>
    public long Settled => Volatile.Read(ref settled);

    /// <summary>Assign frames, to see how many jobs travel together.</summary>
    public long AssignFrames { get; private set; }

    public void OnOpen()
    {
        socket.Write(WebSocketFrame.Text, Encoding.UTF8.GetBytes(hello));
        socket.Flush();
    }

    public void OnFrame(ReadOnlySpan<byte> payload)
    {
        if (payload.StartsWith("{\"type\":\"assign\""u8))
        {
            Settle(payload);
        }
        else if (payload.StartsWith("{\"type\":\"settled\""u8))
        {
            Count(payload);
        }
        else if (payload.StartsWith("{\"type\":\"welcome\""u8))
        {
            InService = true;
        }
        else
        {
            throw new BenchException($"A worker was told: {Encoding.UTF8.GetString(payload)}");
        }
    }

    private void Settle(ReadOnlySpan<byte> assign)
    {
        AssignFrames++;
        ReadOnlySpan<byte> frame = writer.Write("{\"type\":\"settle\",\"results\":["u8, assign, "]}"u8);
        socket.Write(WebSocketFrame.Text, frame);
    }

    private void Count(ReadOnlySpan<byte> answers) =>
        Volatile.Write(ref settled, settled + SettleWriter.CountSettled(answers));
}
