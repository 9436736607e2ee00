using System.Diagnostics;
using System.Net;
using Switchyard.Bench.Http;
using Switchyard.Bench.Loop;

namespace Switchyard.Bench.Load;

/// <summary>
/// One HTTP connection of a full-cycle load: it creates until its window is full, then reads the oldest result and
/// creates the next, without pipelining, as a client of this protocol does.
/// </summary>
internal sealed class CycleConnection : IHttpCaller
{
    private readonly RawHttpConnection connection;
    private readonly CycleRequests requests;
    private readonly CycleTally tally;
    private readonly Outstanding[] window;
    private readonly byte[] taskIds;
    private int oldest;
    private int count;
    private bool creating;

    public CycleConnection(EventLoop loop, IPEndPoint server, int outstanding, CycleRequests requests, CycleTally tally)
    {
        this.requests = requests;
        this.tally = tally;
        window = new Outstanding[outstanding];
        taskIds = new byte[outstanding * BrokerWire.TaskIdLength];
        connection = new RawHttpConnection(loop, server, this);
    }

    /// <summary>Nothing is outstanding and no request is in flight.</summary>
    public bool Idle { get; private set; } = true;

    public void Start()
    {
        Idle = false;
        Next();
    }

    public void OnResponse(int status, ReadOnlySpan<byte> body)
    {
        if (creating)
        {
            BrokerWire.TaskId(status, body).CopyTo(TaskIdAt(Slot(count)));
            count++;
            tally.Created++;
        }
        else if (BrokerWire.IsReady(status, body, window[oldest].Nonce))
        {
            tally.Latencies.Record(window[oldest].CreatedAt);
            tally.Completed++;
            oldest = Slot(1);
            count--;
        }
        else
        {
            tally.Polls++;
        }
        Next();
    }

    private void Next()
    {
        if (count < window.Length && !tally.Stopping)
        {
            Create();
        }
        else if (count > 0)
        {
            Read();
        }
        else
        {
            Idle = true;
        }
    }

    private void Create()
    {
        ulong nonce = tally.NextNonce();
        window[Slot(count)] = new Outstanding(nonce, Stopwatch.GetTimestamp());
        BrokerWire.WriteNonce(nonce, requests.Create.Field);
        creating = true;
        connection.Send(requests.Create.Bytes);
    }

    private void Read()
    {
        TaskIdAt(oldest).CopyTo(requests.Read.Field);
        creating = false;
        connection.Send(requests.Read.Bytes);
    }

    private int Slot(int fromOldest) => (oldest + fromOldest) % window.Length;

    private Span<byte> TaskIdAt(int slot) => taskIds.AsSpan(slot * BrokerWire.TaskIdLength, BrokerWire.TaskIdLength);

    private readonly record struct Outstanding(ulong Nonce, long CreatedAt);
}
