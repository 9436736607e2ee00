using System.Buffers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Switchyard.Gateway.Sockets;

namespace Switchyard.Gateway.Tests.Sockets;

/// <summary>What only a real connection shows: a peer that takes nothing, one that answers no ping.</summary>
public sealed class SocketKestrelTests
{
    private const string Handshake =
        "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    [Fact]
    public async Task Connection_PeerThatReadsNothing_IsDropped()
    {
        await using var server = await StartAsync(
            new SocketLimits { SendTimeout = TimeSpan.FromMilliseconds(200) },
            messages: 60,
            compress: false
        );
        using var client = await ConnectAsync(server.Port);

        await server.Ended.Task.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Handshake_DeflateOffered_IsTakenOnlyWhenAsked(bool compress)
    {
        await using var server = await StartAsync(new SocketLimits(), messages: 0, compress);
        using var client = await ConnectAsync(server.Port);

        var buffer = new byte[1024];
        var length = await client.GetStream().ReadAsync(buffer);

        var answer = Encoding.ASCII.GetString(buffer, 0, length);
        answer.ShouldStartWith("HTTP/1.1 101");
        answer.Contains("permessage-deflate", StringComparison.Ordinal).ShouldBe(compress);
    }

    [Fact]
    [Trait("Category", "Soak")]
    public async Task Connection_PeerThatAnswersNoPing_IsDeadWithin30Seconds()
    {
        await using var server = await StartAsync(new SocketLimits(), messages: 0, compress: false);
        var begin = TimeProvider.System.GetTimestamp();
        using var client = await ConnectAsync(server.Port);

        await server.Ended.Task.WaitAsync(TimeSpan.FromSeconds(40), TimeProvider.System);

        TimeProvider.System.GetElapsedTime(begin).ShouldBeInRange(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30));
    }

    private static async Task<TcpClient> ConnectAsync(int port)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Handshake));
        return client;
    }

    private static async Task<Server> StartAsync(SocketLimits limits, int messages, bool compress)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        app.UseWebSockets();
        var ended = new TaskCompletionSource();
        app.Run(async context =>
        {
            using var socket = await SocketAcceptance.AcceptAsync(context, compress);
            using var connection = new SocketConnection<int>(
                socket,
                new MebibyteEncoder(),
                limits,
                TimeProvider.System
            );
            for (var number = 0; number < messages; number++)
            {
                connection.Outbox.TryPost(number, 1024 * 1024).ShouldBeTrue();
            }

            await connection.RunAsync((_, _) => ValueTask.CompletedTask);
            ended.SetResult();
        });
        await app.StartAsync();
        var address = app
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        return new Server(app, new Uri(address).Port, ended);
    }

    private sealed record Server(WebApplication App, int Port, TaskCompletionSource Ended) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => App.DisposeAsync();
    }

    private sealed class MebibyteEncoder : IFrameEncoder<int>
    {
        public int Encode(ReadOnlySpan<int> items, IBufferWriter<byte> frame)
        {
            frame.GetSpan(1024 * 1024)[..(1024 * 1024)].Fill((byte)'x');
            frame.Advance(1024 * 1024);
            return 1;
        }
    }
}
