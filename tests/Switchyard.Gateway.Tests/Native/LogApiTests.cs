using System.Net;
using System.Text;
using System.Text.Json;
using Switchyard.Client;
using Switchyard.Client.Workers;
using Switchyard.Contracts.Workers;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Native;

public sealed class LogApiTests
{
    private const string Path = "/api/v1/jobs/1/logs";

    [Fact]
    public async Task Log_OfAJob_IsReadPageByPage()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await WorkingAsync(server);
        var job = await TakeAsync(server, worker);
        await LogAsync(worker, job, "one\ntwo\nthree");
        await EndAsync(worker, job);

        var all = await GetAsync(server, "");
        var page = await GetAsync(server, "?limit=2");
        var rest = await GetAsync(server, $"?after={page.GetProperty("next").GetString()}");

        Texts(all).ShouldBe(["one", "two", "three"]);
        all.GetProperty("end").GetBoolean().ShouldBeTrue();
        Texts(page).ShouldBe(["one", "two"]);
        page.GetProperty("end").GetBoolean().ShouldBeFalse();
        Texts(rest).ShouldBe(["three"]);
        rest.GetProperty("lines")[0].GetProperty("line").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Reader_ThatWaits_IsAnsweredWithTheNextLines()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await WorkingAsync(server);
        var job = await TakeAsync(server, worker);

        var waiting = GetAsync(server, "?wait=20");
        await LogAsync(worker, job, "news");

        Texts(await waiting).ShouldBe(["news"]);
    }

    [Fact]
    public async Task Stream_OfARunningJob_GoesOnToItsEnd()
    {
        await using var server = await ServerFixture.StartAsync();
        await using var worker = await WorkingAsync(server);
        var job = await TakeAsync(server, worker);
        await LogAsync(worker, job, "one");
        using var stream = await LiveStream.OpenAsync(server, $"{Path}/stream");

        var first = (await stream.NextAsync())!.Value;
        var place = stream.LastId;
        await LogAsync(worker, job, "two");
        var second = (await stream.NextAsync())!.Value;
        await EndAsync(worker, job);
        var end = (await stream.NextAsync())!.Value;

        (first.Name, first.Data.GetProperty("text").GetString()).ShouldBe(("line", "one"));
        (second.Name, second.Data.GetProperty("text").GetString()).ShouldBe(("line", "two"));
        end.Name.ShouldBe("end");
        (await stream.NextAsync()).ShouldBeNull();
        using var again = await LiveStream.OpenAsync(server, $"{Path}/stream", place);
        (await again.NextAsync())!.Value.Data.GetProperty("text").GetString().ShouldBe("two");
    }

    [Fact]
    public async Task Stream_OfAKeyThatIsRemoved_Ends()
    {
        var clock = new ManualTime();
        await using var server = await ServerFixture.StartAsync(clock);
        var key = await server.CreateKeyAsync("admin");
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", """{"type":"t"}""");
        using var stream = await LiveStream.OpenAsync(server, $"{Path}/stream", key: key);

        await server.SendAsync(HttpMethod.Delete, "console", "/api/v1/keys/2");
        var end = stream.NextAsync();
        await Eventually.HoldsAsync(
            "the stream has ended",
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return end.IsCompleted;
            }
        );

        (await end).ShouldBeNull();
    }

    [Fact]
    public async Task Stream_WhileTheNodeStops_Ends()
    {
        await using var server = await ServerFixture.StartAsync();
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", """{"type":"t"}""");
        using var stream = await LiveStream.OpenAsync(server, $"{Path}/stream");

        var stopping = server.StopAsync();

        (await stream.NextAsync()).ShouldBeNull();
        await stopping;
    }

    [Theory]
    [InlineData("/api/v1/jobs/1/logs?after=x", "after: the place")]
    [InlineData("/api/v1/jobs/1/logs?limit=0", "limit: 1 to 10000")]
    [InlineData("/api/v1/jobs/1/logs?wait=61", "wait: 0 to 60 seconds")]
    [InlineData("/api/v1/jobs/1/logs/stream?after=1", "after: the place")]
    public async Task Reader_WithABadQuery_IsRefused(string path, string detail)
    {
        await using var server = await ServerFixture.StartAsync();

        var (status, problem) = await server.SendAsync(HttpMethod.Get, "console", path);

        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        problem.GetProperty("detail").GetString().ShouldNotBeNull().ShouldStartWith(detail);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/stream")]
    public async Task Log_OfNoJob_IsNotFound(string end)
    {
        await using var server = await ServerFixture.StartAsync();

        (await server.SendAsync(HttpMethod.Get, "console", Path + end)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static async Task<WebSocketWorkerConnection> WorkingAsync(ServerFixture server)
    {
        var worker = await WebSocketWorkerConnection.ConnectAsync(
            new ClientOptions { Server = server.At("console", ""), Key = ServerFixture.AdminKey },
            default
        );
        await worker.SendAsync(WorkerWire.Hello, default);
        await WorkerWire.ReceiveAsync<WelcomeFrame>(worker);
        return worker;
    }

    private static async Task<JobLease> TakeAsync(ServerFixture server, WebSocketWorkerConnection worker)
    {
        await server.SendAsync(HttpMethod.Post, "console", "/api/v1/jobs", """{"type":"t"}""");
        var assigned = (await WorkerWire.ReceiveAsync<AssignFrame>(worker)).Jobs[0];
        return new JobLease(assigned.Job, assigned.Token);
    }

    private static ValueTask LogAsync(WebSocketWorkerConnection worker, JobLease job, string text) =>
        worker.SendAsync(new LogFrame([new JobLog(job.Job, job.Token, Encoding.UTF8.GetBytes(text))]), default);

    private static async Task EndAsync(WebSocketWorkerConnection worker, JobLease job)
    {
        await worker.SendAsync(new SettleFrame([new JobResult(job.Job, job.Token, JobOutcome.Succeeded)]), default);
        await WorkerWire.ReceiveAsync<SettledFrame>(worker);
    }

    private static async Task<JsonElement> GetAsync(ServerFixture server, string query) =>
        (await server.SendAsync(HttpMethod.Get, "console", Path + query)).Body;

    private static IEnumerable<string?> Texts(JsonElement page) =>
        page.GetProperty("lines").EnumerateArray().Select(line => line.GetProperty("text").GetString());
}
