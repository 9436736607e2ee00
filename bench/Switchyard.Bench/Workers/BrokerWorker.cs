using System.Net;
using System.Text;
using Switchyard.Bench.Load;
using Switchyard.Bench.Loop;

namespace Switchyard.Bench.Workers;

/// <summary>A worker on the broker's WebSocket that ends each task at once, with the task's nonce as its result.</summary>
/// <remarks>
/// <code>
/// → {"type":"register","task_types":["BenchTask"],"max_concurrency":512}
/// ← {"type":"new_task","task":{"taskId":"8b7a2737-…","type":"BenchTask","nonce":"00000000000000ff","filler":"xx…"}}
/// → {"type":"task_result","taskId":"8b7a2737-…","result":{"nonce":"00000000000000ff"}}
/// </code>
/// </remarks>
internal sealed class BrokerWorker : IFrameReader
{
    private readonly RawWebSocket socket;
    private readonly int maxConcurrency;
    private readonly byte[] result;
    private readonly Range taskIdField;
    private readonly Range nonceField;

    public BrokerWorker(EventLoop loop, IPEndPoint server, string id, int maxConcurrency)
    {
        this.maxConcurrency = maxConcurrency;
        const string before = "{\"type\":\"task_result\",\"taskId\":\"";
        const string between = "\",\"result\":{\"nonce\":\"";
        int nonceAt = before.Length + BrokerWire.TaskIdLength + between.Length;
        taskIdField = before.Length..(before.Length + BrokerWire.TaskIdLength);
        nonceField = nonceAt..(nonceAt + BrokerWire.NonceLength);
        result = Encoding.ASCII.GetBytes(
            before
                + new string('0', BrokerWire.TaskIdLength)
                + between
                + new string('0', BrokerWire.NonceLength)
                + "\"}}"
        );
        socket = new RawWebSocket(loop, server, $"/worker/{id}", headers: "", this);
    }

    /// <summary>The server accepted the connection and the registration was sent; it is never acknowledged.</summary>
    public bool Connected { get; private set; }

    /// <summary>Tasks that the server pushed.</summary>
    public long Delivered { get; private set; }

    public void OnOpen()
    {
        string register = $$"""
            {"type":"register","task_types":["{{BrokerWire.TaskType}}"],"max_concurrency":{{maxConcurrency}}}
            """;
        socket.Write(WebSocketFrame.Text, Encoding.UTF8.GetBytes(register));
        socket.Write(WebSocketFrame.Text, """{"type":"status_update","current_tasks":0,"pending_tasks":0}"""u8);
        socket.Flush();
        Connected = true;
    }

    public void OnFrame(ReadOnlySpan<byte> payload)
    {
        ReadOnlySpan<byte> taskId = BrokerWire.Text(payload, "\"taskId\":\""u8, BrokerWire.TaskIdLength);
        ReadOnlySpan<byte> nonce = BrokerWire.Text(payload, "\"nonce\":\""u8, BrokerWire.NonceLength);
        if (taskId.IsEmpty || nonce.IsEmpty)
        {
            throw new BenchException(
                $"A worker was sent something else than a task: {Encoding.UTF8.GetString(payload)}"
            );
        }
        Delivered++;
        taskId.CopyTo(result.AsSpan(taskIdField));
        nonce.CopyTo(result.AsSpan(nonceField));
        socket.Write(WebSocketFrame.Text, result);
    }
}
