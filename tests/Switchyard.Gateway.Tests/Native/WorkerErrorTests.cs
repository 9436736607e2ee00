using System.Net.WebSockets;
using System.Text;
using Switchyard.Contracts.Workers;
using Switchyard.Engine.Accounts;

namespace Switchyard.Gateway.Tests.Native;

/// <summary>What a worker that does not keep to the protocol is told, byte for byte, and when it is sent away.</summary>
public sealed class WorkerErrorTests
{
    private const string Hello = """{"type":"hello","version":1,"worker":"w1","types":["t"],"capacity":4}""";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(
        """{"type":"hello","version":2,"worker":"w","types":["t"],"capacity":1}""",
        """{"type":"error","code":"unsupported_version","message":"This server speaks version 1 of the worker protocol."}""",
        4426
    )]
    [InlineData(
        """{"type":"hello","version":1,"worker":"","types":["t"],"capacity":1}""",
        """{"type":"error","code":"invalid","message":"'worker' must be 1 to 255 characters."}""",
        4400
    )]
    [InlineData(
        """{"type":"hello","version":1,"worker":"w","capacity":1}""",
        """{"type":"error","code":"invalid","message":"'types' must be 1 to 256 of 1 to 128 characters each."}""",
        4400
    )]
    [InlineData(
        """{"type":"hello","version":1,"worker":"w","types":["t"],"tags":[""],"capacity":1}""",
        """{"type":"error","code":"invalid","message":"'tags' must be at most 64 of 1 to 64 characters each."}""",
        4400
    )]
    [InlineData(
        """{"type":"hello","version":1,"worker":"w","types":["t"],"capacity":10001}""",
        """{"type":"error","code":"invalid","message":"'capacity' must be 1 to 10,000."}""",
        4400
    )]
    [InlineData(
        """{"type":"drain"}""",
        """{"type":"error","code":"out_of_order","message":"A hello comes first."}""",
        4400
    )]
    [InlineData("{", null, 4400)]
    public async Task FirstFrame_ThatIsNoValidHello_IsAnsweredAndEndsTheConnection(
        string frame,
        string? answer,
        int code
    )
    {
        await using var server = await WorkerServer.StartAsync();
        using var socket = await ConnectAsync(server);

        await SendAsync(socket, frame);

        var said = await ReceiveAsync(socket);
        said.ShouldStartWith("""{"type":"error",""");
        said.ShouldBe(answer ?? said);
        (await ReceiveAsync(socket)).ShouldBe($"closed {code}");
        server.Engine.Workers.List().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Hello, """{"type":"error","code":"out_of_order","message":"The hello was said before."}""")]
    [InlineData(
        """{"type":"dance"}""",
        """{"type":"error","code":"unknown_type","message":"No frame of this type is known here."}"""
    )]
    [InlineData(
        """{"type":"settle","results":[{"job":1,"token":1,"outcome":"succeeded"},{"job":1}]}""",
        """{"type":"error","code":"malformed","message":"Every item needs a positive 'job' and 'token'."}"""
    )]
    [InlineData(
        """{"type":"update","capacity":0}""",
        """{"type":"error","code":"invalid","message":"'capacity' must be 1 to 10,000."}"""
    )]
    public async Task Frame_Bad_IsAnsweredAndTheConnectionGoesOn(string frame, string answer)
    {
        await using var server = await WorkerServer.StartAsync();
        using var socket = await WelcomedAsync(server);

        await SendAsync(socket, frame);

        (await ReceiveAsync(socket)).ShouldBe(answer);
        await GoesOnAsync(server, socket);
    }

    [Fact]
    public async Task Frame_NotUtf8_IsAnsweredAndTheConnectionGoesOn()
    {
        await using var server = await WorkerServer.StartAsync();
        using var socket = await WelcomedAsync(server);

        await socket.SendAsync("{\"type\":\"\xff\"}"u8.ToArray()[..^3], WebSocketMessageType.Binary, true, default);
        await socket.SendAsync(new byte[] { 0x22, 0xFF, 0x22 }, WebSocketMessageType.Binary, true, default);

        (await ReceiveAsync(socket)).ShouldContain("malformed");
        (await ReceiveAsync(socket)).ShouldContain("not UTF-8");
        await GoesOnAsync(server, socket);
    }

    [Fact]
    public async Task Progress_OverItsLimit_IsRefused()
    {
        await using var server = await WorkerServer.StartAsync();
        using var socket = await WelcomedAsync(server);
        var progress = new string('x', WorkerProtocol.MaxProgressBytes);

        await SendAsync(socket, $$"""{"type":"progress","jobs":[{"job":1,"token":1,"progress":"{{progress}}"}]}""");

        (await ReceiveAsync(socket)).ShouldContain("\"invalid\"");
    }

    [Fact]
    public async Task Frames_BadAHundredInARow_EndTheConnectionWithTheNext()
    {
        await using var server = await WorkerServer.StartAsync();
        using var socket = await WelcomedAsync(server);

        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < WorkerProtocol.MaxErrorsInRow; i++)
            {
                await SendAsync(socket, "{}");
                (await ReceiveAsync(socket)).ShouldContain("malformed");
            }

            // A good one between starts the count anew.
            await SendAsync(socket, round == 0 ? """{"type":"renew"}""" : "{}");
        }

        (await ReceiveAsync(socket)).ShouldContain("malformed");
        (await ReceiveAsync(socket)).ShouldBe("closed 1008");
    }

    [Fact]
    public async Task Message_OverTheLimit_EndsTheConnectionWith1009()
    {
        await using var server = await WorkerServer.StartAsync();
        using var socket = await WelcomedAsync(server);
        var piece = new byte[1024 * 1024];
        Array.Fill(piece, (byte)' ');

        for (var sent = 0; sent <= WorkerProtocol.MaxMessageBytes; sent += piece.Length)
        {
            await socket.SendAsync(piece, WebSocketMessageType.Text, endOfMessage: false, default);
        }

        (await ReceiveAsync(socket)).ShouldBe("closed 1009");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Compression_Offered_IsGivenOnlyWhereItIsTurnedOn(bool compress)
    {
        await using var server = await WorkerServer.StartAsync(compress: compress);
        using var socket = new ClientWebSocket();
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        socket.Options.CollectHttpResponseDetails = true;
        await ConnectAsync(server, socket);

        var agreed = socket.HttpResponseHeaders!.TryGetValue("Sec-WebSocket-Extensions", out var extensions);

        agreed.ShouldBe(compress);
        (extensions ?? []).ShouldAllBe(extension => extension.StartsWith("permessage-deflate"));
        await SendAsync(socket, Hello);
        (await ReceiveAsync(socket)).ShouldContain("welcome");
        await server.SubmitAsync("t", $"\"{new string('z', 200_000)}\"");
        (await ReceiveAsync(socket)).Length.ShouldBeGreaterThan(200_000);
    }

    [Fact]
    public async Task Compression_OfAMessageThatInflatesOverTheLimit_EndsTheConnectionWith1009()
    {
        await using var server = await WorkerServer.StartAsync(compress: true);
        using var socket = new ClientWebSocket();
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        await ConnectAsync(server, socket);
        await SendAsync(socket, Hello);
        await ReceiveAsync(socket);

        await socket.SendAsync(
            new byte[WorkerProtocol.MaxMessageBytes + 1],
            WebSocketMessageType.Binary,
            endOfMessage: true,
            default
        );

        (await ReceiveAsync(socket)).ShouldBe("closed 1009");
    }

    [Fact]
    public async Task Silence_BeforeTheHello_EndsTheConnection()
    {
        var clock = new ManualTime(DateTimeOffset.UnixEpoch.AddYears(60));
        await using var server = await WorkerServer.StartAsync(gatewayClock: clock);
        var before = clock.ArmedTimers;
        using var socket = await ConnectAsync(server);
        await Eventually.HoldsAsync("the connection waits for a hello", () => clock.ArmedTimers > before);

        clock.Advance(WorkerProtocol.HelloTimeout);

        (await ReceiveAsync(socket)).ShouldBe("closed 4408");
    }

    [Fact]
    public async Task Request_WithoutAHandshake_IsABadRequest()
    {
        await using var server = await WorkerServer.StartAsync();
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("X-API-Key", await server.KeyAsync(ApiScopes.Work));

        using var answer = await http.GetAsync(WorkerProtocol.Path);

        ((int)answer.StatusCode).ShouldBe(400);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    private static async Task GoesOnAsync(WorkerServer server, ClientWebSocket socket)
    {
        await server.SubmitAsync("t");
        (await ReceiveAsync(socket)).ShouldStartWith("""{"type":"assign",""");
    }

    private static async Task<ClientWebSocket> WelcomedAsync(WorkerServer server)
    {
        var socket = await ConnectAsync(server);
        await SendAsync(socket, Hello);
        (await ReceiveAsync(socket)).ShouldStartWith("""{"type":"welcome","version":1,""");
        return socket;
    }

    private static Task<ClientWebSocket> ConnectAsync(WorkerServer server) =>
        ConnectAsync(server, new ClientWebSocket());

    // By the query: the one way that a page in a browser has.
    private static async Task<ClientWebSocket> ConnectAsync(WorkerServer server, ClientWebSocket socket)
    {
        var key = await server.KeyAsync(ApiScopes.Work);
        var address = new UriBuilder(new Uri(server.Address, WorkerProtocol.Path))
        {
            Scheme = "ws",
            Query = $"token={key}",
        };
        await socket.ConnectAsync(address.Uri, default);
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string frame) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, endOfMessage: true, default);

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        using var limit = new CancellationTokenSource(Limit);
        var message = new List<byte>();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return $"closed {(int)socket.CloseStatus!}";
            }

            message.AddRange(buffer.AsSpan(0, part.Count));
            if (part.EndOfMessage)
            {
                return Encoding.UTF8.GetString(message.ToArray());
            }
        }
    }
}
