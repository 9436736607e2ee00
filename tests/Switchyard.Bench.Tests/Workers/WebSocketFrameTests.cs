using System.Net.WebSockets;
using Switchyard.Bench.Workers;

namespace Switchyard.Bench.Tests.Workers;

/// <summary>The frames written and read by hand, against the framework's own WebSocket on the other side.</summary>
public sealed class WebSocketFrameTests
{
    public static TheoryData<int> Lengths => [0, 1, 125, 126, 127, 65_535, 65_536, 200_000];

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task Write_APayload_IsWhatAServerReads(int length)
    {
        byte[] payload = Payload(length);
        byte[] frame = new byte[length + WebSocketFrame.MaxHead];
        int written = WebSocketFrame.Write(frame, WebSocketFrame.Text, payload);
        using var server = WebSocket.CreateFromStream(
            new MemoryStream(frame, 0, written),
            new WebSocketCreationOptions { IsServer = true }
        );

        using var read = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        WebSocketReceiveResult part;
        do
        {
            part = await server.ReceiveAsync(buffer, CancellationToken.None);
            await read.WriteAsync(buffer.AsMemory(0, part.Count));
        } while (!part.EndOfMessage);

        part.MessageType.ShouldBe(WebSocketMessageType.Text);
        read.ToArray().ShouldBe(payload);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public async Task TryRead_AServersFrame_FindsItsPayloadOnceItIsWhole(int length)
    {
        byte[] payload = Payload(length);
        using var sent = new MemoryStream();
        using var server = WebSocket.CreateFromStream(sent, new WebSocketCreationOptions { IsServer = true });
        await server.SendAsync(payload, WebSocketMessageType.Text, true, CancellationToken.None);
        byte[] frame = sent.ToArray();

        WebSocketFrame.TryRead(frame, out WebSocketFrame whole).ShouldBeTrue();
        whole.Opcode.ShouldBe(WebSocketFrame.Text);
        frame[whole.Payload].ShouldBe(payload);
        WebSocketFrame.TryRead(frame.AsSpan(0, frame.Length - 1), out _).ShouldBeFalse();
        WebSocketFrame.TryRead(frame.AsSpan(0, 1), out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0x01, 0x01)] // a first fragment
    [InlineData(0xC1, 0x01)] // compressed
    [InlineData(0x81, 0x81)] // masked, as no server may
    public void TryRead_AFrameNotAskedFor_Throws(byte first, byte second) =>
        Should.Throw<BenchException>(() => WebSocketFrame.TryRead([first, second, 0, 0, 0, 0, 0], out _));

    private static byte[] Payload(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)('a' + (i % 26)))];
}
