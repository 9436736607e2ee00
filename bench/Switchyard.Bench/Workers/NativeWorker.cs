using System.Buffers.Text;
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
    private static readonly int LongestResult =
        "{\"job\":,\"token\":,\"outcome\":\"succeeded\",\"result\":{\"nonce\":\"\"}},".Length
        + (2 * long.MaxValue.ToString().Length)
        + BrokerWire.NonceLength;

    private readonly RawWebSocket socket;
    private readonly NonceLedger ledger;
    private readonly string hello;
    private byte[] settle = new byte[64 * 1024];
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
        this.ledger = ledger;
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
        int length = Append(0, "{\"type\":\"settle\",\"results\":["u8);
        ReadOnlySpan<byte> marker = "\"job\":"u8;
        int at = assign.IndexOf(marker);
        while (at >= 0)
        {
            ReadOnlySpan<byte> rest = assign[(at + marker.Length)..];
            int next = rest.IndexOf(marker);
            length = AppendResult(length, next < 0 ? rest : rest[..next]);
            at = next < 0 ? -1 : at + marker.Length + next;
        }
        length = Append(length - 1, "]}"u8); // over the last comma
        socket.Write(WebSocketFrame.Text, settle.AsSpan(0, length));
    }

    /// <param name="at">Where to write.</param>
    /// <param name="job">From the job's number on, up to the next job.</param>
    private int AppendResult(int at, ReadOnlySpan<byte> job)
    {
        ReadOnlySpan<byte> nonce = BrokerWire.Text(job, "\"nonce\":\""u8, BrokerWire.NonceLength);
        ReadOnlySpan<byte> token = job[(job.IndexOf("\"token\":"u8) + "\"token\":".Length)..];
        if (nonce.IsEmpty || !Utf8Parser.TryParse(nonce, out ulong number, out _, 'x'))
        {
            throw new BenchException($"A worker was assigned a job without its nonce: {Encoding.UTF8.GetString(job)}");
        }
        ledger.StrikeOff(number);
        at = Append(at, "{\"job\":"u8);
        at = Append(at, Digits(job));
        at = Append(at, ",\"token\":"u8);
        at = Append(at, Digits(token));
        at = Append(at, ",\"outcome\":\"succeeded\",\"result\":{\"nonce\":\""u8);
        at = Append(at, nonce);
        return Append(at, "\"}},"u8);
    }

    private void Count(ReadOnlySpan<byte> answers)
    {
        int good = answers.Count("\"answer\":\"settled\""u8);
        if (good != answers.Count("\"answer\":"u8))
        {
            throw new BenchException($"A result was not recorded: {Encoding.UTF8.GetString(answers)}");
        }
        Volatile.Write(ref settled, settled + good);
    }

    private static ReadOnlySpan<byte> Digits(ReadOnlySpan<byte> text)
    {
        int length = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return length > 0
            ? text[..length]
            : throw new BenchException("An assign frame has no number where one should be.");
    }

    private int Append(int at, ReadOnlySpan<byte> bytes)
    {
        if (settle.Length < at + LongestResult)
        {
            Array.Resize(ref settle, settle.Length * 2);
        }
        bytes.CopyTo(settle.AsSpan(at));
        return at + bytes.Length;
    }
}
