using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Switchyard.Contracts.Workers;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Bodies;

public sealed class BodyBudgetTests
{
    private static readonly string Large = $$"""{"type":"a","payload":"{{new string('x', 100_000)}}"}""";

    [Fact]
    public async Task LargeBodies_WithoutRoom_AreRefusedUntilOthersHaveEnded()
    {
        await using var server = await ServerFixture.StartAsync(
            ("Server:MaxBodyBytes", $"{WorkerProtocol.MaxMessageBytes}")
        );
        using (await HoldAllAsync(server))
        {
            await Eventually.HoldsAsync(
                "all room is taken",
                async () => await SubmitAsync(server, Large) == HttpStatusCode.ServiceUnavailable
            );

            (await SubmitAsync(server, """{"type":"a"}""")).ShouldBe(HttpStatusCode.Created);
            var refused = await server.ExchangeAsync("console", Submit(Large));
            refused.ShouldStartWith("HTTP/1.1 503 Service Unavailable\n");
            refused.ShouldContain("\nRetry-After: 1\n");
            refused.ShouldContain("\"code\":\"unavailable\"");
        }

        await Eventually.HoldsAsync(
            "the room is free again",
            async () => await SubmitAsync(server, Large) == HttpStatusCode.Created
        );
    }

    [Fact]
    public async Task Connection_WhoseBodyWasRefused_GoesOn()
    {
        await using var server = await ServerFixture.StartAsync(
            ("Server:MaxBodyBytes", $"{WorkerProtocol.MaxMessageBytes}")
        );
        using var held = await HoldAllAsync(server);
        await Eventually.HoldsAsync(
            "all room is taken",
            async () => await SubmitAsync(server, Large) == HttpStatusCode.ServiceUnavailable
        );
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.At("console", "/").Port);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);

        await client.GetStream().WriteAsync(Raw(Large));
        (await StatusAsync(reader)).ShouldBe("HTTP/1.1 503 Service Unavailable");

        await client.GetStream().WriteAsync(Raw("""{"type":"a"}"""));
        (await StatusAsync(reader)).ShouldBe("HTTP/1.1 201 Created");
    }

    private static byte[] Raw(string body) =>
        Encoding.ASCII.GetBytes(
            "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\n"
                + $"X-API-Key: {ServerFixture.AdminKey}\r\nContent-Length: {body.Length}\r\n\r\n{body}"
        );

    /// <summary>The next answer's first line, past what is left of the one before; null when the connection has ended.</summary>
    private static async Task<string?> StatusAsync(StreamReader reader)
    {
        string? line;
        do
        {
            line = await reader.ReadLineAsync();
        } while (line?.Contains("HTTP/1.1 ", StringComparison.Ordinal) == false);

        return line?[line.IndexOf("HTTP/1.1 ", StringComparison.Ordinal)..];
    }

    /// <summary>A body that has come but for its last byte.</summary>
    private static async Task<TcpClient> HoldAllAsync(ServerFixture server)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.At("console", "/").Port);
        var head =
            "POST /api/v1/workers/w/settle HTTP/1.1\r\nHost: localhost\r\n"
            + $"X-API-Key: {ServerFixture.AdminKey}\r\nContent-Length: {WorkerProtocol.MaxMessageBytes}\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        await client.GetStream().WriteAsync(new byte[WorkerProtocol.MaxMessageBytes - 1]);
        return client;
    }

    private static string Submit(string body) =>
        $"POST /api/v1/jobs HTTP/1.1\nX-API-Key: {ServerFixture.AdminKey}\n\n{body}";

    private static async Task<HttpStatusCode> SubmitAsync(ServerFixture server, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, server.At("console", "/api/v1/jobs"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ServerFixture.AdminKey);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await server.Http.SendAsync(request);
        return answer.StatusCode;
    }
}
