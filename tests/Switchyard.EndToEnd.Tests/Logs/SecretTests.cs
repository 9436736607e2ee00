using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.Logs;

/// <summary>What is secret is logged at no level.</summary>
public sealed class SecretTests
{
    private const string ProxyPassword = "proxy-password-5d1e";
    private const string CallbackSecret = "callback-secret-77ab";
    private const string Payload = "payload-of-a-client-31c9";

    [Fact]
    public async Task Logs_AtTraceLevelAsJson_HoldNoSecret()
    {
        using var folder = new TempFolder();
        var log = Path.Combine(folder.Path, "log");
        var setup = new ServerSetup(Path.Combine(folder.Path, "data"))
        {
            Under = ["sh", "-c", $"exec \"$@\" 2>'{log}'", "sh"],
            Environment = new Dictionary<string, string?>
            {
                ["SWITCHYARD_Logging__Level"] = "Trace",
                ["SWITCHYARD_Logging__Format"] = "json",
                ["SWITCHYARD_Dialects__Broker__RequireKeys"] = "true",
            },
        };
        var secrets = new List<string> { ServerSetup.AdminKey, ProxyPassword, CallbackSecret, Payload };
        await using (var server = await Server.StartAsync(setup))
        {
            using var http = new HttpClient();
            secrets.Add(await UseKeysAsync(http, setup));
            await SendMalformedAsync(setup.ConsolePort);
            await UseSocketsAsync(setup);
            await CreateTaskAsync(http, setup);
            await Eventually.HoldsAsync(
                "a callback was tried",
                async () => (await File.ReadAllTextAsync(log)).Contains("The callback of job")
            );
            server.Terminate();
            (await server.ExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(0);
        }

        var lines = await File.ReadAllLinesAsync(log);
        var entries = lines.Select(line => JsonElement.Parse(line)).ToList();
        entries.ShouldContain(entry => entry.GetProperty("message").GetString() == "Stopped");
        foreach (var secret in secrets)
        {
            lines.ShouldNotContain(line => line.Contains(secret, StringComparison.OrdinalIgnoreCase), secret);
        }
    }

    private static async Task<string> UseKeysAsync(HttpClient http, ServerSetup setup)
    {
        using var create = new HttpRequestMessage(HttpMethod.Post, new Uri(setup.Console, "/api/v1/keys"));
        create.Headers.Add("X-API-Key", ServerSetup.AdminKey);
        create.Content = JsonContent.Create(new { name = "k", scopes = new[] { "submit" } });
        using var created = await http.SendAsync(create);
        var key = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
        foreach (
            var path in new[] { "/api/v1/jobs", $"/api/v1/jobs?token={key}", $"/nowhere/{key}", $"/metrics?key={key}" }
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(setup.Console, path));
            request.Headers.Add("Authorization", $"Bearer {key}");
            using var _ = await http.SendAsync(request);
        }

        return key;
    }

    private static async Task SendMalformedAsync(int port)
    {
        string[] requests =
        [
            $"GET /api/v1/jobs?token={ServerSetup.AdminKey} HTTP/9.9\r\n\r\n",
            $"GET  {ServerSetup.AdminKey}\r\n\r\n",
            $"GET / HTTP/1.1\r\nHost: x\r\nX-API-Key: {ServerSetup.AdminKey}\u0001\r\n\r\n",
            $"GET / HTTP/1.1\r\nHost: x\r\n{ServerSetup.AdminKey}\r\n\r\n",
            $"POST /api/v1/jobs HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ServerSetup.AdminKey}\r\nContent-Length: -1\r\n\r\n",
        ];
        foreach (var request in requests)
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            var stream = client.GetStream();
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
            client.Client.Shutdown(SocketShutdown.Send);
            try
            {
                await stream.CopyToAsync(Stream.Null).WaitAsync(TimeSpan.FromSeconds(30));
            }
            catch (IOException)
            {
                // Refused by closing is refused as well.
            }
        }
    }

    private static async Task UseSocketsAsync(ServerSetup setup)
    {
        var address = $"ws://127.0.0.1:{setup.ConsolePort}/api/v1/workers/connect?token={ServerSetup.AdminKey}";
        using var worker = new ClientWebSocket();
        await worker.ConnectAsync(new Uri(address), CancellationToken.None);
        var junk = Encoding.UTF8.GetBytes($$"""{"type":"hello","token":"{{ServerSetup.AdminKey}}"}""");
        await worker.SendAsync(junk, WebSocketMessageType.Text, true, CancellationToken.None);
        await worker.ReceiveAsync(new byte[4096], CancellationToken.None);
    }

    private static async Task CreateTaskAsync(HttpClient http, ServerSetup setup)
    {
        foreach (var key in new[] { ServerSetup.AdminKey, ServerSetup.AdminKey + "-wrong" })
        {
            var body = $$"""
                {"clientKey":"{{key}}","callbackUrl":"http://127.0.0.1:1/{{CallbackSecret}}?k={{CallbackSecret}}",
                 "task":{"type":"T","what":"{{Payload}}","proxyLogin":"me","proxyPassword":"{{ProxyPassword}}"} }
                """;
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri(setup.Broker, "/createTask"), content);
            var created = await answer.Content.ReadFromJsonAsync<JsonElement>();
            if (created.TryGetProperty("taskId", out var task))
            {
                using var cancel = new HttpRequestMessage(
                    HttpMethod.Post,
                    new Uri(setup.Console, $"/api/v1/jobs/{task.GetString()}/cancel")
                );
                cancel.Headers.Add("X-API-Key", ServerSetup.AdminKey);
                using var _ = await http.SendAsync(cancel); // its callback is tried, and reaches nobody
            }
        }
    }
}
