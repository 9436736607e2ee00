using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using Switchyard.Gateway.Sockets;

namespace Switchyard.Gateway.Tests.Sockets;

public sealed class SocketConnectionTests : IDisposable
{
    private readonly SocketPair _pair = new();
    private readonly ManualTime _clock = new();
    private readonly List<string> _received = [];

    public void Dispose() => _pair.Dispose();

    [Fact]
    public async Task Connection_FragmentedMessage_ArrivesWhole()
    {
        using var connection = Connect(new SocketLimits());
        var running = RunAsync(connection);

        await SendAsync("first half, ", endOfMessage: false);
        await SendAsync(new string('x', 100_000), endOfMessage: false);
        await SendAsync("", endOfMessage: true);
        await _pair.Client.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        await running;

        _received.ShouldBe(["first half, " + new string('x', 100_000)]);
    }

    [Fact]
    public async Task Connection_MessageAtTheLimit_IsTaken()
    {
        using var connection = Connect(new SocketLimits { MaxMessageBytes = 10_000 });
        var running = RunAsync(connection);

        await SendAsync(new string('x', 10_000));
        await _pair.Client.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        await running;

        _received.ShouldHaveSingleItem().Length.ShouldBe(10_000);
    }

    [Fact]
    public async Task Connection_MessageOverTheLimit_ClosesWith1009()
    {
        using var connection = Connect(new SocketLimits { MaxMessageBytes = 10_000 });
        var running = RunAsync(connection);

        // Longer than the pipe holds: the server has to read it, though it wants none of it.
        var sending = SendAsync(new string('x', 1_000_000));
        var close = await ReceiveAsync();
        await sending;
        await _pair.Client.CloseOutputAsync(WebSocketCloseStatus.MessageTooBig, "", CancellationToken.None);
        await running;

        close.ShouldBe("close 1009 A message is over 10000 bytes.");
        _received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Connection_OutboxCompleted_SendsWhatWaitsThenCloses()
    {
        using var connection = Connect(new SocketLimits());
        connection.Outbox.TryPost("one", 3).ShouldBeTrue();
        connection.Outbox.TryPost("two", 3).ShouldBeTrue();
        connection.Outbox.Complete(WebSocketCloseStatus.EndpointUnavailable, "bye");
        connection.Outbox.TryPost("three", 5).ShouldBeFalse();
        var running = RunAsync(connection);

        (await ReceiveAsync()).ShouldBe("one");
        (await ReceiveAsync()).ShouldBe("two");
        (await ReceiveAsync()).ShouldBe("close 1001 bye");
        await _pair.Client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        await running;
    }

    [Fact]
    public async Task Connection_PeerDoesNotAnswerTheClose_EndsAfterTheCloseTimeout()
    {
        using var connection = Connect(new SocketLimits());
        var running = RunAsync(connection);
        connection.Outbox.Complete(WebSocketCloseStatus.NormalClosure, "");
        (await ReceiveAsync()).ShouldBe("close 1000 ");

        // One timer is the drain's, which is over; the other waits for the peer's answer.
        await Eventually.HoldsAsync("the answer to the close is timed", () => _clock.ArmedTimers == 2);
        running.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(5));

        await running;
        connection.Gone.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public async Task Connection_PeerThatStopsReading_IsDroppedAfterTheSendTimeout()
    {
        using var connection = Connect(new SocketLimits());
        var running = RunAsync(connection);
        connection.Outbox.TryPost(new string('x', 1_000_000), 1_000_000).ShouldBeTrue();

        await Eventually.HoldsAsync("the send is timed", () => _clock.ArmedTimers == 1);
        _clock.Advance(TimeSpan.FromSeconds(19));
        running.IsCompleted.ShouldBeFalse();
        _clock.Advance(TimeSpan.FromSeconds(1));

        await running;
    }

    [Fact]
    public void Outbox_BoundReached_RefusesTheItem()
    {
        using var connection = Connect(
            new SocketLimits
            {
                MaxQueuedItems = 3,
                MaxQueuedBytes = 100,
                CongestedItems = 2,
                CongestedBytes = 50,
            }
        );

        connection.Outbox.TryPost("a", 50).ShouldBeTrue();
        connection.Outbox.IsCongested.ShouldBeFalse();
        connection.Outbox.TryPost("b", 51).ShouldBeFalse();
        connection.Outbox.TryPost("c", 1).ShouldBeTrue();
        connection.Outbox.IsCongested.ShouldBeTrue();
        connection.Outbox.TryPost("d", 1).ShouldBeTrue();
        connection.Outbox.TryPost("e", 1).ShouldBeFalse();
    }

    [Fact]
    public async Task Connection_HandlerThrows_ClosesWith1011AndSaysSo()
    {
        using var connection = Connect(new SocketLimits());
        var running = connection.RunAsync((_, _) => throw new InvalidOperationException("planted"));

        await SendAsync("anything");
        (await ReceiveAsync()).ShouldStartWith("close 1011");
        await _pair.Client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);

        (await Should.ThrowAsync<InvalidOperationException>(running)).Message.ShouldBe("planted");
    }

    private SocketConnection<string> Connect(SocketLimits limits) =>
        new(_pair.Server, new TextEncoder(), limits, _clock);

    private Task RunAsync(SocketConnection<string> connection) =>
        connection.RunAsync(
            (message, _) =>
            {
                _received.Add(Encoding.UTF8.GetString(message.Span));
                return ValueTask.CompletedTask;
            }
        );

    private Task SendAsync(string text, bool endOfMessage = true) =>
        _pair.Client.SendAsync(
            Encoding.UTF8.GetBytes(text),
            WebSocketMessageType.Text,
            endOfMessage,
            CancellationToken.None
        );

    private async Task<string> ReceiveAsync()
    {
        var buffer = new byte[1024];
        var result = await _pair
            .Client.ReceiveAsync(buffer, CancellationToken.None)
            .WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
        return result.MessageType == WebSocketMessageType.Close
            ? $"close {(int)_pair.Client.CloseStatus!} {_pair.Client.CloseStatusDescription}"
            : Encoding.UTF8.GetString(buffer, 0, result.Count);
    }

    private sealed class TextEncoder : IFrameEncoder<string>
    {
        public int Encode(ReadOnlySpan<string> items, IBufferWriter<byte> frame)
        {
            Encoding.UTF8.GetBytes(items[0], frame);
            return 1;
        }
    }
}
