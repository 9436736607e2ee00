using System.Net.WebSockets;

namespace Switchyard.Gateway.Sockets;

/// <summary>One WebSocket from accept to close: messages in, one at a time and in order, and an outbox.</summary>
internal sealed class SocketConnection<T>(
    WebSocket socket,
    IFrameEncoder<T> encoder,
    SocketLimits limits,
    TimeProvider clock
) : IDisposable
{
    private readonly SocketReader _reader = new(socket, limits.MaxMessageBytes);
    private readonly CancellationTokenSource _gone = new();

    /// <summary>What goes out; completing it closes the connection.</summary>
    public SocketOutbox<T> Outbox { get; } = new(socket, encoder, limits, clock);

    /// <summary>Cancelled when the peer is gone for good: nothing can be received or sent.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>
    /// Runs until the connection has closed, whoever closed it. While <paramref name="receive"/> is pending nothing is
    /// read: a handler that waits slows its peer down.
    /// </summary>
    /// <param name="receive">Gets each message; its bytes are good until it returns. What it throws closes with 1011 and comes out here.</param>
    public async Task RunAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> receive)
    {
        var reading = ReadAsync(receive);
        try
        {
            await Outbox.RunAsync();
            await reading.WaitAsync(limits.CloseTimeout, clock, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            // It took the close frame, or none could be sent, and it does not answer.
        }
        finally
        {
            socket.Abort();
            await _gone.CancelAsync();
            await reading;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.Dispose();
        Outbox.Dispose();
        _gone.Dispose();
    }

    private async Task ReadAsync(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> receive)
    {
        await Task.Yield();
        var ignored = false;
        try
        {
            while (await _reader.ReadAsync(_gone.Token) is { Kind: not SocketMessageKind.Closed } message)
            {
                if (message.Kind == SocketMessageKind.TooLarge)
                {
                    // What follows is read and thrown away until the peer answers the close: were it left unread, the
                    // connection would be reset and the peer might never see why.
                    Outbox.Complete(
                        WebSocketCloseStatus.MessageTooBig,
                        $"A message is over {limits.MaxMessageBytes} bytes."
                    );
                    ignored = true;
                }
                else if (!ignored)
                {
                    await receive(message.Data, _gone.Token);
                }
            }

            Outbox.Complete(WebSocketCloseStatus.NormalClosure, "");
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // A handler that was waiting when the peer was given up.
        }
        finally
        {
            Outbox.Complete(WebSocketCloseStatus.InternalServerError, "The server failed; its log says how.");
        }
    }
}
