using System.Buffers;
using System.Net.WebSockets;
using Switchyard.Contracts.Workers;
using Switchyard.Contracts.Workers.Codec;

namespace Switchyard.Client.Workers;

/// <summary>The worker protocol over a WebSocket.</summary>
public sealed class WebSocketWorkerConnection : IWorkerConnection
{
    private const int IdleBuffer = 16 * 1024;
    private const int BufferKept = 1024 * 1024;

    private readonly ClientWebSocket _socket = new();
    private readonly FrameWriter _writer = new();
    private ArrayBufferWriter<byte> _out = new(IdleBuffer);
    private byte[] _in = new byte[IdleBuffer];

    private WebSocketWorkerConnection() { }

    /// <summary>Connects; the hello is still to be said.</summary>
    /// <exception cref="WorkerRefusedException">The key is missing, nobody's, or without the scope work.</exception>
    /// <exception cref="WorkerDisconnectedException">Nobody answered, or not as a server of ours does.</exception>
    public static async Task<WebSocketWorkerConnection> ConnectAsync(
        ClientOptions options,
        CancellationToken cancellation
    )
    {
        var connection = new WebSocketWorkerConnection();
        var socket = connection._socket;
        // A server that says nothing for 30 s is gone: by then the leases are as well.
        socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(5);
        socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(25);
        socket.Options.CollectHttpResponseDetails = true;
        if (options.Key is { } key)
        {
            socket.Options.SetRequestHeader("Authorization", "Bearer " + key);
        }

        using var timeout = new CancellationTokenSource(options.Timeout, options.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            await socket.ConnectAsync(AddressOf(options.Server), either.Token);
            return connection;
        }
        catch (Exception broken) when (IsBroken(broken) && !cancellation.IsCancellationRequested)
        {
            var status = (int)socket.HttpStatusCode;
            await connection.DisposeAsync();
            throw status is 401 or 403
                ? new WorkerRefusedException(status, $"{options.Server} refuses the key for work ({status}).")
                : new WorkerDisconnectedException(null, broken.Message, broken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask SendAsync(WorkerFrame frame, CancellationToken cancellation)
    {
        _writer.Write(frame, _out);
        try
        {
            await _socket.SendAsync(_out.WrittenMemory, WebSocketMessageType.Text, true, cancellation);
        }
        catch (Exception broken) when (IsBroken(broken) && !cancellation.IsCancellationRequested)
        {
            throw Disconnected(broken);
        }

        if (_out.Capacity > BufferKept)
        {
            _out = new ArrayBufferWriter<byte>(IdleBuffer);
        }

        _out.ResetWrittenCount();
    }

    /// <inheritdoc/>
    public async ValueTask<ServerFrame> ReceiveAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var message = await ReceiveMessageAsync(cancellation);
            // What cannot be read is a newer server's: it may be passed over, or the version would be another.
            if (ServerFrameReader.Read(message).Frame is { } frame)
            {
                return frame;
            }
        }
    }

    /// <inheritdoc/>
    public async Task CloseAsync(CancellationToken cancellation)
    {
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellation);
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            // It is closed one way or another.
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _writer.Dispose();
        return ValueTask.CompletedTask;
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReceiveMessageAsync(CancellationToken cancellation)
    {
        if (_in.Length > BufferKept)
        {
            _in = new byte[IdleBuffer];
        }

        var length = 0;
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(_in.AsMemory(length), cancellation);
                length += part.Count;
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    throw Disconnected(null);
                }

                if (part.EndOfMessage)
                {
                    return _in.AsMemory(0, length);
                }

                if (length == _in.Length)
                {
                    Array.Resize(ref _in, _in.Length * 2);
                }
            }
        }
        catch (Exception broken) when (IsBroken(broken) && !cancellation.IsCancellationRequested)
        {
            throw Disconnected(broken);
        }
    }

    private WorkerDisconnectedException Disconnected(Exception? broken) =>
        new(
            (int?)_socket.CloseStatus,
            _socket.CloseStatusDescription is { Length: > 0 } said ? said : broken?.Message ?? "The server closed.",
            broken
        );

    private static bool IsBroken(Exception problem) =>
        problem
            is WebSocketException
                or HttpRequestException
                or IOException
                or OperationCanceledException
                or InvalidOperationException
                or ObjectDisposedException;

    private static Uri AddressOf(Uri server) =>
        new UriBuilder(new Uri(server, WorkerProtocol.Path))
        {
            Scheme = server.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
        }.Uri;
}
