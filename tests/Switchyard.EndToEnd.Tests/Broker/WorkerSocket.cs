using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Switchyard.EndToEnd.Tests.Broker;

/// <summary>One connection of a broker worker.</summary>
internal sealed class WorkerSocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);

    /// <summary>Connects and registers.</summary>
    /// <exception cref="WebSocketException">Nobody listens.</exception>
    public async Task RegisterAsync(
        Uri server,
        string worker,
        string type,
        int capacity,
        CancellationToken cancellation
    )
    {
        await _socket.ConnectAsync(
            new UriBuilder(server) { Scheme = "ws", Path = $"/worker/{worker}" }.Uri,
            cancellation
        );
        await SendAsync(
            $$"""{"type":"register","task_types":["{{type}}"],"max_concurrency":{{capacity}}}""",
            cancellation
        );
        await SendAsync("""{"type":"status_update","current_tasks":0,"pending_tasks":0}""", cancellation);
    }

    /// <summary>The next task pushed; null when the server closed the connection.</summary>
    /// <exception cref="WebSocketException">The connection died.</exception>
    /// <exception cref="InvalidDataException">A frame that a real worker chokes on.</exception>
    public async Task<PushedTask?> ReceiveAsync(CancellationToken cancellation)
    {
        await using var message = WebSocketStream.CreateReadableMessageStream(_socket);
        using var text = new MemoryStream();
        await message.CopyToAsync(text, cancellation);
        if (_socket.State != WebSocketState.Open && text.Length == 0)
        {
            return null;
        }

        // {"type":"new_task","task":{"taskId":"0f…","type":"Upper","text":"hello"}}
        var bytes = text.ToArray();
        try
        {
            using var document = JsonDocument.Parse(bytes);
            if (document.RootElement.GetProperty("type").GetString() == "new_task")
            {
                var task = document.RootElement.GetProperty("task");
                return new PushedTask(task.GetProperty("taskId").GetString()!, task.GetRawText());
            }
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // Said below.
        }

        throw new InvalidDataException($"A worker was sent {Encoding.UTF8.GetString(bytes)}");
    }

    /// <summary>Reports success.</summary>
    /// <param name="taskId">As pushed.</param>
    /// <param name="result">JSON, sent byte for byte.</param>
    public Task SucceedAsync(string taskId, string result, CancellationToken cancellation) =>
        SendAsync($$"""{"type":"task_result","taskId":"{{taskId}}","errorId":0,"result":{{result}}}""", cancellation);

    /// <summary>Says goodbye as a worker does that is stopped.</summary>
    public Task CloseAsync(CancellationToken cancellation) =>
        _socket.State == WebSocketState.Open
            ? _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation)
            : Task.CompletedTask;

    public void Dispose()
    {
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task SendAsync(string text, CancellationToken cancellation)
    {
        await _sending.WaitAsync(cancellation);
        try
        {
            await _socket.SendAsync(
                Encoding.UTF8.GetBytes(text),
                WebSocketMessageType.Text,
                endOfMessage: true,
                cancellation
            );
        }
        finally
        {
            _sending.Release();
        }
    }
}
