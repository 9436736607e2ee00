using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace Switchyard.Gateway.Sockets;

/// <summary>
/// What waits to be sent on one WebSocket: bounded in items and bytes, and sent by one writer loop, the only caller of
/// the socket's send side. Posting never blocks. A peer that does not take a frame in time is dropped.
/// </summary>
internal sealed class SocketOutbox<T> : IDisposable
{
    private const int MaxBatch = 256;
    private const int BufferKept = 64 * 1024;

    private readonly WebSocket _socket;
    private readonly IFrameEncoder<T> _encoder;
    private readonly SocketLimits _limits;
    private readonly Channel<(T Item, int Bytes)> _queue;
    private readonly CancellationTokenSource _giveUp;
    private readonly Lock _gate = new();
    private readonly T[] _batch = new T[MaxBatch];
    private readonly List<T> _unsent = [];
    private ArrayBufferWriter<byte> _frame = new();
    private long _queuedBytes;
    private int _queuedItems;
    private bool _closing;
    private WebSocketCloseStatus _status;
    private string _reason = "";

    /// <param name="socket">Sent on by this outbox alone.</param>
    /// <param name="encoder">Makes frames of items.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="clock">Times the sends and the drain.</param>
    public SocketOutbox(WebSocket socket, IFrameEncoder<T> encoder, SocketLimits limits, TimeProvider clock)
    {
        _socket = socket;
        _encoder = encoder;
        _limits = limits;
        _giveUp = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        // Full: TryWrite answers false and the poster decides.
        _queue = Channel.CreateBounded<(T, int)>(
            new BoundedChannelOptions(limits.MaxQueuedItems) { SingleReader = true }
        );
    }

    /// <summary>True while so much waits that the peer should be given no more.</summary>
    public bool IsCongested =>
        Volatile.Read(ref _queuedBytes) > _limits.CongestedBytes
        || Volatile.Read(ref _queuedItems) > _limits.CongestedItems;

    /// <summary>Queues an item; false when the outbox is full or closed.</summary>
    /// <param name="item">What the encoder will get.</param>
    /// <param name="bytes">About how long it is on the wire.</param>
    public bool TryPost(T item, int bytes)
    {
        if (Interlocked.Add(ref _queuedBytes, bytes) <= _limits.MaxQueuedBytes && _queue.Writer.TryWrite((item, bytes)))
        {
            Interlocked.Increment(ref _queuedItems);
            return true;
        }

        Interlocked.Add(ref _queuedBytes, -bytes);
        return false;
    }

    /// <summary>
    /// Takes nothing more. What waits is sent, then the close frame, all within the close timeout. The first call counts.
    /// </summary>
    public void Complete(WebSocketCloseStatus status, string reason)
    {
        lock (_gate)
        {
            if (_closing)
            {
                return;
            }

            _closing = true;
            _status = status;
            _reason = reason;
            _giveUp.CancelAfter(_limits.CloseTimeout);
        }

        _queue.Writer.TryComplete();
    }

    /// <summary>The writer loop; ends once the close frame is out or the peer is given up. Called once.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
            {
                await SendWaitingAsync();
            }

            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await _socket.CloseOutputAsync(_status, _reason, _giveUp.Token);
            }
        }
        catch (Exception gone)
            when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The peer went away or is too slow: not an error, and the reader notices by the abort.
            _socket.Abort();
        }
        finally
        {
            Complete(WebSocketCloseStatus.NormalClosure, "");
        }
    }

    /// <summary>What was queued and surely never left, oldest first; once, after <see cref="RunAsync"/> has ended.</summary>
    public IReadOnlyList<T> TakeUnsent()
    {
        while (_queue.Reader.TryRead(out var entry))
        {
            _unsent.Add(entry.Item);
        }

        return _unsent;
    }

    /// <inheritdoc/>
    public void Dispose() => _giveUp.Dispose();

    private async ValueTask SendWaitingAsync()
    {
        var (count, bytes) = TakeBatch();
        var sent = 0;
        try
        {
            while (sent < count && _socket.State == WebSocketState.Open)
            {
                sent += _encoder.Encode(_batch.AsSpan(sent, count - sent), _frame);
                if (_frame.WrittenCount > 0)
                {
                    await SendFrameAsync();
                }
            }
        }
        finally
        {
            _unsent.AddRange(_batch.AsSpan(sent, count - sent));
            Array.Clear(_batch, 0, count);
            Interlocked.Add(ref _queuedBytes, -bytes);
            Interlocked.Add(ref _queuedItems, -count);
        }
    }

    private (int Count, long Bytes) TakeBatch()
    {
        var count = 0;
        var bytes = 0L;
        // A batch of large items ends early, so that the bytes in it are not called queued until the last one is out.
        while (count < MaxBatch && bytes < BufferKept && _queue.Reader.TryRead(out var entry))
        {
            _batch[count++] = entry.Item;
            bytes += entry.Bytes;
        }

        return (count, bytes);
    }

    private async ValueTask SendFrameAsync()
    {
        var sending = _socket.SendAsync(
            _frame.WrittenMemory,
            WebSocketMessageType.Text,
            WebSocketMessageFlags.EndOfMessage,
            _giveUp.Token
        );
        // Nearly every send ends at once, in the kernel's buffer; only one that has to wait for the peer is timed.
        var waits = !sending.IsCompleted;
        if (waits)
        {
            SetTimeout(_limits.SendTimeout);
        }

        await sending;
        if (waits)
        {
            SetTimeout(Timeout.InfiniteTimeSpan);
        }

        if (_frame.Capacity > BufferKept)
        {
            _frame = new ArrayBufferWriter<byte>();
        }
        else
        {
            _frame.ResetWrittenCount();
        }
    }

    private void SetTimeout(TimeSpan timeout)
    {
        lock (_gate)
        {
            // Once closing, the drain's own deadline stands.
            if (!_closing)
            {
                _giveUp.CancelAfter(timeout);
            }
        }
    }
}
