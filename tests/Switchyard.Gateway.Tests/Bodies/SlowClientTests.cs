using System.Net;
using System.Net.Sockets;
using System.Text;
using Switchyard.Gateway.Bodies;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Bodies;

public sealed class SlowClientTests
{
    [Fact]
    public async Task Sender_ThatFallsSilentInItsBody_IsDropped()
    {
        var clock = new ManualTime();
        await using var server = await ServerFixture.StartAsync(clock);
        using var client = await ConnectAsync(server);
        var timers = clock.ArmedTimers;
        // A burst first: the average rate alone would excuse the silence after it for a quarter of an hour.
        await SendAsync(client, Submit(length: 1024 * 1024) + "{\"type\":\"" + new string('a', 500_000));
        await Eventually.HoldsAsync("the server waits for the body", () => clock.ArmedTimers > timers);

        var answer = ReadToEndAsync(client);
        await Eventually.HoldsAsync(
            "the sender is dropped",
            () =>
            {
                clock.Advance(SlowClient.Patience);
                return answer.IsCompleted;
            }
        );

        (await answer).ShouldStartWith("HTTP/1.1 408 ");
        (await answer).ShouldContain("\"code\":\"request_timeout\"");
    }

    [Fact]
    public async Task Sender_InPieces_IsServed()
    {
        await using var server = await ServerFixture.StartAsync();
        using var client = await ConnectAsync(server);
        var body = $$"""{"type":"a","payload":"{{new string('x', 200_000)}}"}""";

        await SendAsync(client, Submit(body.Length));
        foreach (var piece in body.Chunk(7_000))
        {
            await SendAsync(client, new string(piece));
        }

        (await ReadToEndAsync(client)).ShouldStartWith("HTTP/1.1 201 Created");
    }

    [Fact]
    public async Task Sender_InChunks_IsServed()
    {
        await using var server = await ServerFixture.StartAsync();

        var answer = await server.ExchangeAsync(
            "console",
            $"POST /api/v1/jobs HTTP/1.1\nX-API-Key: {ServerFixture.AdminKey}\nTransfer-Encoding: chunked\n\n"
                + "6\r\n{\"type\r\n6\r\n\":\"a\"}\r\n0\r\n\r\n"
        );

        answer.ShouldStartWith("HTTP/1.1 201 Created");
    }

    [Fact]
    public async Task Reader_ThatFallsSilent_IsDropped()
    {
        var clock = new ManualTime();
        await using var server = await ServerFixture.StartAsync(clock);
        // Sixteen megabytes of lists are more than the sockets between the two hold.
        var body = $$"""{"type":"a","payload":"{{new string('x', 1_000_000)}}"}""";
        for (var i = 0; i < 8; i++)
        {
            await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", body);
        }

        using var client = await ConnectAsync(server);
        client.ReceiveBufferSize = 4096;
        var timers = clock.ArmedTimers;
        for (var i = 1; i <= 8; i++)
        {
            await SendAsync(
                client,
                $"GET /api/v1/jobs/{i} HTTP/1.1\r\nHost: localhost\r\nX-API-Key: {ServerFixture.AdminKey}\r\n\r\n"
            );
        }

        await Eventually.HoldsAsync("the server waits for the reader", () => clock.ArmedTimers > timers);

        await Eventually.HoldsAsync(
            "the reader is dropped",
            () =>
            {
                clock.Advance(SlowClient.Patience);
                return client.Client.Poll(0, SelectMode.SelectError) || clock.ArmedTimers <= timers;
            }
        );
    }

    private static string Submit(int length) =>
        $"POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-API-Key: {ServerFixture.AdminKey}\r\n"
        + $"Content-Length: {length}\r\n\r\n";

    private static async Task<TcpClient> ConnectAsync(ServerFixture server)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.At("console", "/").Port);
        return client;
    }

    private static Task SendAsync(TcpClient client, string text) =>
        client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    private static async Task<string> ReadToEndAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
