using System.Diagnostics;
using System.Net;
using Switchyard.Bench.Http;
using Switchyard.Bench.Loop;

namespace Switchyard.Bench.Load;

/// <summary>Connections that create one task after the other, each as soon as the one before is acknowledged.</summary>
internal sealed class CreateLoad : IDisposable
{
    private static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(15);

    private readonly EventLoop loop = new();
    private readonly RequestTemplate request = BrokerWire.CreateTask();
    private readonly LatencyRecorder latencies = new();
    private readonly List<Caller> callers = [];
    private ulong nonce;
    private bool stopping;

    public CreateLoad(IPEndPoint server, int connections)
    {
        for (int i = 0; i < connections; i++)
        {
            callers.Add(new Caller(this, server));
        }
    }

    /// <summary>Tasks acknowledged since the load was made, over all runs and their drains.</summary>
    public long Acknowledged { get; private set; }

    public LoadResult Run(TimeSpan duration, CancellationToken cancellation)
    {
        stopping = false;
        latencies.Clear();
        long before = Acknowledged;
        foreach (Caller caller in callers)
        {
            caller.Create();
        }
        TimeSpan elapsed = loop.RunFor(duration, cancellation);
        long completed = Acknowledged - before;
        stopping = true;
        if (!loop.RunUntil(() => callers.TrueForAll(caller => caller.Idle), DrainDeadline, cancellation))
        {
            throw new BenchException($"A createTask had no answer within {DrainDeadline}.");
        }
        return new LoadResult(completed, elapsed, latencies.PercentileMs(0.5), latencies.PercentileMs(0.99), 0);
    }

    public void Dispose() => loop.Dispose();

    private sealed class Caller : IHttpCaller
    {
        private readonly CreateLoad load;
        private readonly RawHttpConnection connection;
        private long sentAt;

        public Caller(CreateLoad load, IPEndPoint server)
        {
            this.load = load;
            connection = new RawHttpConnection(load.loop, server, this);
        }

        public bool Idle { get; private set; } = true;

        public void Create()
        {
            Idle = false;
            BrokerWire.WriteNonce(++load.nonce, load.request.Field);
            sentAt = Stopwatch.GetTimestamp();
            connection.Send(load.request.Bytes);
        }

        public void OnResponse(int status, ReadOnlySpan<byte> body)
        {
            _ = BrokerWire.TaskId(status, body);
            load.Acknowledged++;
            load.latencies.Record(sentAt);
            Idle = load.stopping;
            if (!Idle)
            {
                Create();
            }
        }
    }
}
