using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Switchyard.Gateway.Tests.Broker;

/// <summary>A worker as the real one is: raw frames out, raw frames in.</summary>
internal sealed class BrokerWorker : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();
    private byte[] _buffer = new byte[4 * 1024];
    private Task<string>? _pending;

    public static async Task<BrokerWorker> ConnectAsync(Uri server, Action<ClientWebSocketOptions>? options = null)
    {
        var worker = new BrokerWorker();
        options?.Invoke(worker._socket.Options);
        using var limit = new CancellationTokenSource(Deadline, TimeProvider.System);
        await worker._socket.ConnectAsync(server, limit.Token);
        return worker;
    }

    /// <summary>Sends a text frame.</summary>
    public async Task SendAsync(string frame)
    {
        using var limit = new CancellationTokenSource(Deadline, TimeProvider.System);
        await _socket.SendAsync(
            Encoding.UTF8.GetBytes(frame),
            WebSocketMessageType.Text,
            endOfMessage: true,
            limit.Token
        );
    }

    /// <summary>The next text frame, or <c>close 1000 why</c>, or <c>gone</c>.</summary>
    public async Task<string> ReceiveAsync()
    {
        _pending ??= ReadAsync();
        var frame = await _pending.WaitAsync(Deadline, TimeProvider.System);
        _pending = null;
        return frame;
    }

    /// <summary>The next frame, which must be a new_task, and its task's id.</summary>
    public async Task<(string Frame, string TaskId)> ReceiveTaskAsync()
    {
        var frame = await ReceiveAsync();
        using var json = JsonDocument.Parse(frame, new JsonDocumentOptions { MaxDepth = 1000 });
        json.RootElement.GetProperty("type").GetString().ShouldBe("new_task");
        return (frame, json.RootElement.GetProperty("task").EnumerateObject().First().Value.GetString()!);
    }

    /// <summary>Asserts that nothing comes before the answer to what proves that all earlier news was sent.</summary>
    public bool HasNothing()
    {
        _pending ??= ReadAsync();
        return !_pending.IsCompleted;
    }

    /// <summary>Closes in good order.</summary>
    public async Task CloseAsync()
    {
        using var limit = new CancellationTokenSource(Deadline, TimeProvider.System);
        await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", limit.Token);
    }

    /// <summary>Vanishes without a word.</summary>
    public void Abort() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> ReadAsync()
    {
        var length = 0;
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(_buffer.AsMemory(length), CancellationToken.None);
                length += part.Count;
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return $"close {(int)_socket.CloseStatus!} {_socket.CloseStatusDescription}";
                }

                if (length == _buffer.Length)
                {
                    Array.Resize(ref _buffer, length * 2);
                }

                if (part.EndOfMessage)
                {
                    return Encoding.UTF8.GetString(_buffer, 0, length);
                }
            }
        }
        catch (WebSocketException)
        {
            return "gone";
        }
    }
}
