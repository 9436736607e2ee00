using System.Net;
using System.Text.Json;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Scheduler;

/// <summary>A node, and short words for what tests ask of its scheduler API; a worker by plain HTTP does the runs.</summary>
internal sealed class SchedulerSession(ServerFixture server) : IAsyncDisposable
{
    public ServerFixture Server => server;

    public static async Task<SchedulerSession> StartAsync(params (string Key, string Value)[] options) =>
        new(await ServerFixture.StartAsync(options));

    public static async Task<SchedulerSession> StartAsync(TimeProvider clock) =>
        new(await ServerFixture.StartAsync(clock));

    public Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        string method,
        string path,
        string? body = null,
        string key = ServerFixture.AdminKey
    ) => server.SendAsync(new HttpMethod(method), "console", path, body, key);

    /// <summary>What is answered with success.</summary>
    public async Task<JsonElement> DataAsync(string method, string path, string? body = null)
    {
        var (status, answer) = await SendAsync(method, path, body);
        ((int)status).ShouldBeLessThan(300, answer.ToString());
        answer.GetProperty("success").GetBoolean().ShouldBeTrue();
        return answer.GetProperty("data");
    }

    /// <summary>The fields that a request is refused for.</summary>
    public async Task<IReadOnlyList<string?>> RefusedFieldsAsync(string method, string path, string body)
    {
        var (status, answer) = await SendAsync(method, path, body);
        status.ShouldBe(HttpStatusCode.BadRequest, answer.ToString());
        return
        [
            .. answer
                .GetProperty("error")
                .GetProperty("details")
                .EnumerateArray()
                .Select(detail => detail.GetProperty("field").GetString()),
        ];
    }

    /// <summary>Makes a task of the type <c>T</c>, or of what the members say.</summary>
    public Task<JsonElement> CreateAsync(string members = "") =>
        DataAsync("POST", "/api/tasks", $$"""{"name":"task","executor":"T"{{members}}}""");

    public async Task<long> TriggerAsync(long task, string? body = null) =>
        (await DataAsync("POST", $"/api/tasks/{task}/trigger", body)).GetProperty("id").GetInt64();

    public Task<JsonElement> RunAsync(long run) => DataAsync("GET", $"/api/runs/{run}");

    public Task WorkAsync(params string[] types) =>
        SendAsync(
            "POST",
            "/api/v1/workers",
            JsonSerializer.Serialize(
                new
                {
                    worker = "w",
                    types,
                    capacity = 10,
                }
            )
        );

    /// <summary>The next run for the worker.</summary>
    public async Task<JsonElement> LeaseAsync()
    {
        var (_, body) = await SendAsync("POST", "/api/v1/workers/w/lease", """{"max":1,"wait_ms":20000}""");
        return body.GetProperty("jobs").EnumerateArray().ShouldHaveSingleItem();
    }

    /// <summary>Ends a run that the worker has.</summary>
    /// <param name="leased">The run.</param>
    /// <param name="outcome">The member and those after it: <c>"outcome":"failed","error":"no"</c>.</param>
    public async Task SettleAsync(JsonElement leased, string outcome)
    {
        var (job, token) = (leased.GetProperty("job"), leased.GetProperty("token"));
        var (_, body) = await SendAsync(
            "POST",
            "/api/v1/workers/w/settle",
            $$"""{"results":[{"job":{{job}},"token":{{token}},{{outcome}}}]}"""
        );
        body.GetProperty("results")[0].GetProperty("answer").GetString().ShouldBe("settled");
    }

    /// <summary>Adds to the log of a run that the worker has.</summary>
    public async Task LogAsync(JsonElement leased, string text)
    {
        var (job, token) = (leased.GetProperty("job").GetInt64(), leased.GetProperty("token").GetInt64());
        var body = JsonSerializer.Serialize(
            new
            {
                jobs = new[]
                {
                    new
                    {
                        job,
                        token,
                        text,
                    },
                },
            }
        );
        var (status, answer) = await SendAsync("POST", "/api/v1/workers/w/log", body);
        status.ShouldBe(HttpStatusCode.OK, answer.ToString());
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
