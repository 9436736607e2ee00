using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Broker;

/// <summary>What tests do at the broker's door, in a line each.</summary>
internal static class BrokerSession
{
    public const string Register = """{"type":"register","task_types":["T"],"max_concurrency":2}""";

    /// <summary>Posts a body and returns the status and the answer's body.</summary>
    public static async Task<(int Status, string Body)> PostAsync(
        this ServerFixture server,
        string path,
        string body,
        string contentType = "application/json"
    )
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        using var answer = await server.Http.PostAsync(server.At("broker", path), content);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Creates a task, which must succeed, and returns its id as JSON.</summary>
    public static async Task<string> CreateAsync(this ServerFixture server, string task, string? key = null)
    {
        var clientKey = key is null ? "" : $"\"clientKey\":\"{key}\",";
        var (status, body) = await server.PostAsync("/createTask", $"{{{clientKey}\"task\":{task}}}");
        status.ShouldBe(200);
        using var json = JsonDocument.Parse(body);
        json.RootElement.GetProperty("errorId").GetInt32().ShouldBe(0, body);
        return json.RootElement.GetProperty("taskId").GetRawText();
    }

    /// <summary>Asks for a task's result.</summary>
    public static async Task<string> ResultAsync(this ServerFixture server, string id, int wait = 0, string? key = null)
    {
        var clientKey = key is null ? "" : $"\"clientKey\":\"{key}\",";
        var (status, body) = await server.PostAsync(
            "/getTaskResult",
            $"{{{clientKey}\"taskId\":{id},\"wait\":{wait}}}"
        );
        status.ShouldBe(200);
        return body;
    }

    /// <summary>Connects a worker; it has not registered yet.</summary>
    public static Task<BrokerWorker> WorkerAsync(this ServerFixture server, string name = "w1") =>
        BrokerWorker.ConnectAsync(server.SocketAt("broker", $"/worker/{name}"));

    /// <summary>Connects a worker that does type T, two at once.</summary>
    public static async Task<BrokerWorker> RegisteredAsync(
        this ServerFixture server,
        string name = "w1",
        string register = Register
    )
    {
        var worker = await server.WorkerAsync(name);
        await worker.SendAsync(register);
        return worker;
    }

    /// <summary>GETs a path of the broker.</summary>
    public static Task<string> GetAsync(this ServerFixture server, string path) =>
        server.Http.GetStringAsync(server.At("broker", path));

    /// <summary>GETs a path of the broker with a key.</summary>
    public static async Task<(HttpStatusCode Status, string Body)> SendAsync(
        this ServerFixture server,
        string path,
        string? key
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.At("broker", path));
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        using var answer = await server.Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Sends a request to the native API as the admin and returns the answer's body.</summary>
    public static async Task<string> NativeAsync(this ServerFixture server, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, server.At("console", path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ServerFixture.AdminKey);
        using var answer = await server.Http.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Gives an order for a task through the native API.</summary>
    public static Task<string> OrderAsync(this ServerFixture server, string id, string order) =>
        server.NativeAsync(HttpMethod.Post, $"/api/v1/jobs/{id.Trim('"')}/{order}");

    /// <summary>Makes a key as the admin does.</summary>
    public static async Task<string> KeyAsync(this ServerFixture server, string scopes, string more = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, server.At("console", "/api/v1/keys"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", ServerFixture.AdminKey);
        request.Content = new StringContent(
            $"{{\"name\":\"test\",\"scopes\":[{scopes}]{more}}}",
            Encoding.UTF8,
            "application/json"
        );
        using var answer = await server.Http.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBe(201, body);
        using var json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("key").GetString()!;
    }
}
