using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Switchyard.EndToEnd.Tests.Broker;
using Switchyard.EndToEnd.Tests.Servers;

namespace Switchyard.EndToEnd.Tests.NpmClients;

/// <summary>Clients that others wrote, from the npm registry, from createTask to the solution.</summary>
public sealed class NpmClientTests(NpmFolder npm) : IClassFixture<NpmFolder>
{
    private const string Solution = """{"token":"cf-ünïcode","userAgent":"Mozilla/5.0"}""";

    [Theory]
    [InlineData("capmonster.js", "uuid")]
    [InlineData("anticaptcha.js", "uuid")]
    [InlineData("anticaptchaofficial.js", "int")]
    public async Task NpmClient_CreatesATask_GetsTheSolution(string script, string idFormat)
    {
        using var data = new TempFolder();
        var setup = new ServerSetup(data.Path);
        await using var server = await Server.StartAsync(setup);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var worker = new WorkerSocket();
        // By an alias of the type that the clients ask for.
        await worker.RegisterAsync(setup.Broker, "solver", "AntiTurnstileTaskProxyLess", 1, limit.Token);

        var client = npm.RunAsync(script, setup.Broker.OriginalString, await KeyAsync(setup, idFormat));
        var task = await Task.WhenAny(ReceiveAsync(worker, limit.Token), FailedAsync(client)).Unwrap();
        await worker.SucceedAsync(task.TaskId, Solution, limit.Token);
        using var answer = JsonDocument.Parse(await client);

        using var pushed = JsonDocument.Parse(task.Json);
        pushed.RootElement.GetProperty("websiteURL").GetString().ShouldBe("https://example.com/ünïcode");
        pushed.RootElement.GetProperty("websiteKey").GetString().ShouldBe("0x4AAA");
        answer.RootElement.GetProperty("solution").GetProperty("token").GetString().ShouldBe("cf-ünïcode");
        answer.RootElement.GetProperty("balance").ValueKind.ShouldBe(JsonValueKind.Number);
    }

    private static async Task<string> KeyAsync(ServerSetup setup, string idFormat)
    {
        using var http = new HttpClient { BaseAddress = setup.Console };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServerSetup.AdminKey);
        using var answer = await http.PostAsJsonAsync(
            "/api/v1/keys",
            new
            {
                name = "npm",
                scopes = new[] { "submit", "read" },
                id_format = idFormat,
            }
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var key = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return key.GetProperty("key").GetString().ShouldNotBeNull();
    }

    private static async Task<PushedTask> ReceiveAsync(WorkerSocket worker, CancellationToken limit) =>
        (await worker.ReceiveAsync(limit)).ShouldNotBeNull();

    /// <summary>A client that ends before its task was solved says why.</summary>
    private static async Task<PushedTask> FailedAsync(Task<string> client) =>
        throw new InvalidOperationException($"The client ended early: {await client}");
}
