using System.Globalization;
using System.Net;
using System.Text;
using Switchyard.Bench.Http;
using Switchyard.Bench.Load;
using Switchyard.Bench.Loop;
using Switchyard.Contracts.Workers;

namespace Switchyard.Bench.Workers;

/// <summary>
/// A registered worker over plain HTTP that asks for jobs, and with their results for the next, in one call each.
/// </summary>
/// <remarks>
/// <code>
/// → POST …/settle {"results":[{"job":17,"token":5,"outcome":"succeeded","result":{…}}],"lease":{"max":1,"wait_ms":250}}
/// ← {"results":[{"job":17,"token":5,"answer":"settled"}],"jobs":[{"job":18,"token":6,…,"payload":{…}}]}
/// </code>
/// </remarks>
internal sealed class HttpWorker : IHttpCaller
{
    /// <summary>The last results of a run are answered once no job has come for so long.</summary>
    private const int WaitMs = 250;

    private readonly RawHttpConnection connection;
    private readonly SettleWriter writer;
    private readonly byte[] lease;
    private readonly byte[] head;
    private readonly byte[] after;
    private byte[] request = new byte[64 * 1024];
    private long settled;

    /// <param name="loop">Where it runs.</param>
    /// <param name="server">The console listener.</param>
    /// <param name="authorization">The header line of a key that may work, ended by CRLF.</param>
    /// <param name="id">The worker's name; it is registered.</param>
    /// <param name="max">Jobs that it asks for.</param>
    /// <param name="ledger">Where each delivered nonce is struck off.</param>
    public HttpWorker(EventLoop loop, IPEndPoint server, string authorization, string id, int max, NonceLedger ledger)
    {
        connection = new RawHttpConnection(loop, server, this);
        writer = new SettleWriter(ledger);
        string asks = $"{{\"max\":{max},\"wait_ms\":{WaitMs}}}";
        after = Encoding.UTF8.GetBytes($"],\"lease\":{asks}}}");
        head = Encoding.UTF8.GetBytes(Head(id, "settle", authorization));
        lease = Encoding.UTF8.GetBytes($"{Head(id, "lease", authorization)}{asks.Length}\r\n\r\n{asks}");
    }

    /// <summary>Jobs that the server says are settled, durably. May be read on any thread.</summary>
    public long Settled => Volatile.Read(ref settled);

    /// <summary>Answers with jobs, to see how many travel together.</summary>
    public long Answers { get; private set; }

    /// <summary>Asks for the first jobs.</summary>
    public void Begin() => connection.Send(lease);

    public void OnResponse(int status, ReadOnlySpan<byte> body)
    {
        int jobs = body.IndexOf("\"jobs\":["u8);
        if (status != (int)HttpStatusCode.OK || jobs < 0)
        {
            throw new BenchException($"A worker was answered {status}: {Encoding.UTF8.GetString(body)}");
        }
        Volatile.Write(ref settled, settled + SettleWriter.CountSettled(body[..jobs]));
        ReadOnlySpan<byte> next = body[(jobs + "\"jobs\":[".Length)..];
        if (next.StartsWith("]"u8))
        {
            Begin();
            return;
        }
        Answers++;
        connection.Send(Request(writer.Write("{\"results\":["u8, next, after)));
    }

    private ReadOnlySpan<byte> Request(ReadOnlySpan<byte> body)
    {
        while (request.Length < head.Length + body.Length + 32)
        {
            Array.Resize(ref request, request.Length * 2);
        }
        Span<byte> at = request;
        head.CopyTo(at);
        int length = head.Length;
        body.Length.TryFormat(at[length..], out int digits, default, CultureInfo.InvariantCulture);
        length += digits;
        "\r\n\r\n"u8.CopyTo(at[length..]);
        length += 4;
        body.CopyTo(at[length..]);
        return request.AsSpan(0, length + body.Length);
    }

    private static string Head(string id, string what, string authorization) =>
        $"POST {WorkerProtocol.HttpPath}/{id}/{what} HTTP/1.1\r\nHost: 127.0.0.1\r\n{authorization}"
        + "Content-Type: application/json\r\nContent-Length: ";
}
